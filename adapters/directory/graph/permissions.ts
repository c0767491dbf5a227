/**
 * What Guichet asks of an administrator, and why: application permissions for what the service does, delegated ones for
 * what it does as the employee who signed in. A test holds both against Microsoft's list, the README and the manifest.
 */
export const applicationPermissions = {
  'User.Read.All': 'who writes, the state of their account, their manager, their groups and roles',
  'GroupMember.Read.All': 'who owns a group or a team',
  'GroupMember.ReadWrite.All': 'join and leave a group that its owner agreed to',
  'AuditLog.Read.All': 'why a sign-in failed; whether self-service reset is registered',
  'Domain.Read.All': 'when a password expires',
  'User.RevokeSessions.All': 'sign out everywhere',
  'UserAuthenticationMethod.ReadWrite.All': 'list and remove sign-in methods; temporary passes',
  'Policy.Read.All': 'whether a temporary pass is allowed',
  'IdentityRiskyUser.ReadWrite.All': 'tell Entra that an account is compromised',
  'DeviceManagementManagedDevices.Read.All': "the employee's devices",
  'DeviceManagementManagedDevices.ReadWrite.All': 'rename a device',
  'DeviceManagementManagedDevices.PrivilegedOperations.All': 'synchronise, restart, lock, locate and retire a device',
  'LicenseAssignment.Read.All': 'licences that are held and free',
  'LicenseAssignment.ReadWrite.All': 'give and release a licence',
  'MailboxSettings.ReadWrite': 'automatic replies',
  'Mail.Send': "notices from Guichet's own mailbox",
  'ServiceHealth.Read.All': 'is it just me?',
} as const;

/** Off unless an organisation wants it: it needs an Entra role too (R29). */
export const optionalPermissions = {
  'User-PasswordProfile.ReadWrite.All': 'require a new password at the next sign-in',
} as const;

export const delegatedPermissions = {
  'User.Read': 'know whose sign-in it is',
  'Mail.Read': 'fetch the one suspicious message that the employee chose; sizes of their folders',
  'ThreatAssessment.ReadWrite.All': 'submit that message for analysis',
  'Files.Read': 'how full their OneDrive is',
  'Calendars.Read': 'who may see their calendar',
  'BitlockerKey.Read.All': 'the recovery key of their own computer',
} as const;

/** What the sandbox tenant's administrator consented to. */
export const graphPermissions: readonly string[] = Object.keys(applicationPermissions);
export const graphScopes: readonly string[] = Object.keys(delegatedPermissions);
