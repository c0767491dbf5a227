/** Names that people know, by Microsoft's part number ("Product names and service plan identifiers for licensing"). */
const names: Readonly<Record<string, string>> = {
  SPE_E3: 'Microsoft 365 E3',
  SPE_E5: 'Microsoft 365 E5',
  SPE_F1: 'Microsoft 365 F3',
  M365_F1: 'Microsoft 365 F1',
  SPB: 'Microsoft 365 Business Premium',
  O365_BUSINESS_ESSENTIALS: 'Microsoft 365 Business Basic',
  O365_BUSINESS_PREMIUM: 'Microsoft 365 Business Standard',
  STANDARDPACK: 'Office 365 E1',
  ENTERPRISEPACK: 'Office 365 E3',
  ENTERPRISEPREMIUM: 'Office 365 E5',
  EMS: 'Enterprise Mobility + Security E3',
  EMSPREMIUM: 'Enterprise Mobility + Security E5',
  AAD_PREMIUM: 'Microsoft Entra ID P1',
  AAD_PREMIUM_P2: 'Microsoft Entra ID P2',
  VISIOCLIENT: 'Visio Plan 2',
  VISIO_PLAN1_DEPT: 'Visio Plan 1',
  PROJECTPROFESSIONAL: 'Project Plan 3',
  PROJECTPREMIUM: 'Project Plan 5',
  POWER_BI_PRO: 'Power BI Pro',
  POWER_BI_STANDARD: 'Power BI',
  FLOW_FREE: 'Power Automate Free',
  MCOMEETADV: 'Audio Conferencing',
  MCOEV: 'Teams Phone Standard',
  Microsoft_365_Copilot: 'Microsoft 365 Copilot',
};

/** An unknown part number is shown as it is. */
export const licenceName = (partNumber: string): string => names[partNumber] ?? partNumber.replaceAll('_', ' ');
