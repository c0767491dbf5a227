const makers =
  'konica(?: minolta)?|bizhub|canon|ricoh|xerox|brother|epson|lexmark|kyocera|hp(?: laserjet)?|laserjet|officejet|deskjet|sharp|toshiba|oki|samsung|zebra|dymo';
const where = String.raw`(?: (?:du|de la|de l['’]|des|d['’]|au|à la|à l['’]|en|on the|in the|of the|from the|on|in|near|près d[eu])[ ]?(?:(?!(?:qui|et|ne|n['’]|sort|fait|marche|est|has|is|keeps|won't|prints?|does|and|but|mais|depuis|since|imprime|bourre|affiche|says|dit|pour|refuse|bloque)\b)[\p{L}\d°'’-]+)(?: (?:étage|etage|floor|couloir|room|bureau|\d{1,4}))?)?`;
const printerPatterns = [
  /\b([A-ZÉÈ]{2,}(?:[-_][A-ZÉÈ0-9]+){2,}|(?:IMP|PRN|PRT|MFP|COPIEUR)[-_]?[A-Z0-9]+(?:[-_][A-Z0-9]+)*)\b/u,
  new RegExp(
    String.raw`\b((?:(?:la|le|l['’]|the|notre|our|ma|my)\s?)?(?:imprimante |copieur |printer |copier |photocopieu(?:r|se) )?(?:${makers})(?: [A-Z]*\d[\w-]*)?${where})`,
    'iu',
  ),
  new RegExp(String.raw`\b((?:(?:la|le|l['’]|the)\s?)?(?:${makers})\s(?:printer|copier))`, 'iu'),
  /\b((?:the )?(?:\d(?:st|nd|rd|th)|first|second|third|fourth|ground)[- ]floor (?:printer|copier|mfp))\b/iu,
  /((?:\bl['’]\s?|\bla |\ble |\bcette |\bnotre )?\b(?:imprimante|imprimente|copieur|photocopieu(?:r|se)|traceur)(?: (?:couleur|noir et blanc|laser))? (?:du |de la |de l['’]|des |au |en salle |de )(?:(?:rez-de-chaussée|rdc|\d{1,2}\s?(?:e|er|è|ème|eme|ième|°|nd)?(?:\s?étage| etage)?)|(?!(?:bureau\b|l\b|puis)|mon\b|ma\b|depuis)[\p{L}]+(?: \d{1,4})?))/iu,
  /\b((?:the )?(?:printer|copier|plotter) (?:on|in|near|by|next to) (?:the )?(?:\d(?:st|nd|rd|th)|first|second|third|ground|[\p{L}\d]+) ?(?:floor|room|office|corridor|hallway|lobby)?)\b/iu,
];

const clean = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\s,.;:!?]+$/u, '')
    .trim();
const first = (patterns: readonly RegExp[], text: string): string | undefined => {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return clean(found[1] ?? found[0]);
  }
  return undefined;
};

const notPrinters = /^(?:LT|PC|DESKTOP|LAPTOP|GU|CVE|ERR|ERROR|HTTP|MAC|WIN)[-_]|^(?:HRESULT|AADSTS)/i;

/** A printer by its queue name or as people call it (« MAIRIE-2-COULEUR », « la Konica du 2e »). */
export function readPrinter(text: string): string | undefined {
  const found = first(printerPatterns, text);
  if (found !== undefined && !notPrinters.test(found)) return found;
  return first(printerPatterns.slice(1), text);
}

/** A computer by its asset name (LT-0231, PC-COMPTA-04, DESKTOP-4F7K2Q1). */
export function readDevice(text: string): string | undefined {
  const pattern =
    /\b((?:LT|PC|WS|DT|NB|PO|TAB|MAC|VDI|LAPTOP|DESKTOP|PORT|FIXE|POSTE|CMP|TC)[-_](?=[A-Z0-9-]*\d)[A-Z0-9]+(?:[-_][A-Z0-9]+)*)\b/i;
  return pattern.exec(text)?.[1]?.toUpperCase();
}

/** A server by its name (srv-web-02, PROD-DB1, data.example.org). */
export function readHost(text: string): string | undefined {
  const named =
    /(?<![\w@.-])((?:srv|serv|server|serveur|vm|web|db|app|prod|preprod|test|dev|data|sql|nas|git|node|cluster|host)[-_]?(?=[\w-]*\d)[a-z0-9]+(?:[-_.][a-z0-9]+)*|(?:srv|vm)[-_][a-z0-9]+(?:[-_.][a-z0-9]+)*)(?![\w-])/i;
  const address = /(?<![\w@.-])((?:[a-z0-9-]+\.){2,4}[a-z]{2,12}|(?:\d{1,3}\.){3}\d{1,3})(?![\w.-])/i;
  return named.exec(text)?.[1] ?? address.exec(text)?.[1];
}

const errorPatterns = [
  /\b(AADSTS\s?\d{4,7})\b/i,
  /\b(0x[0-9a-f]{3,16})\b/i,
  /\b((?:INACCESSIBLE_BOOT_DEVICE|CRITICAL_PROCESS_DIED|[A-Z]{3,}(?:_[A-Z0-9]{2,}){2,}))\b/,
  /\b((?:ERR|DNS_PROBE|NET|SEC_ERROR|SSL_ERROR|PR)_[A-Z0-9_]{4,})\b/,
  /\b(CAA[0-9A-F]{5,8})\b/i,
  /\b([45]\.\d\.\d{1,3})\b/,
  /\b(?:erreurs?|error|code|err|http|status|stop)\s?(?:n°|number|code|d['’]erreur|no\.?|:|#|-)?\s?:?\s?([A-Z]{0,4}[- ]?\d{2,6}(?:[-.][0-9A-Z]{1,8})*|[A-Z]\d{3,})\b/i,
  /\b([45]\d\d)\s(?:error|bad gateway|forbidden|unauthorized|not found|service unavailable|gateway time-?out)\b/i,
  /\b(C-?\d{4}|E\d{2,5}|SC\d{3}|50\.\d{1,2}|49\.[0-9A-F]+)\b/,
];

/** An error code as shown (0x80070005, AADSTS50126, stop codes, HTTP status, 5.7.1); digits alone need « erreur » before. */
export function readErrorCode(text: string): string | undefined {
  const found = first(errorPatterns, text);
  if (found === undefined) return undefined;
  const code = found.replace(/\s/g, '');
  return /^0x/i.test(code) ? `0x${code.slice(2).toUpperCase()}` : code.toUpperCase();
}

const files = [
  /["«“]\s*([^"»”\n]{1,100}?\.[a-z0-9]{2,5})\s*["»”]/iu,
  /(?<![@\w.])((?:[A-Z]:\\|\\\\)[^\s"«»]+(?:\.[a-z0-9]{2,5})?)/iu,
  /(?<![@\w./-])([\p{L}\d_][\p{L}\d_()-]{0,80}(?:\.[\p{L}\d_-]+){0,3}\.(?:docx?|xlsx?|xlsm|pptx?|pdf|txt|csv|zip|rar|7z|jpe?g|png|gif|odt|ods|odp|mp4|mov|msg|pst|ost|accdb|mdb|vsdx?|dwg|psd|ai|indd|html?|json|xml|bak|one|eml|ics|exe|iso|py|sql))\b/iu,
];

const folder =
  /\b(?:dossier|répertoire|folder|directory)\s(?:nommé |appelé |called |named |s['’]appelle )?(?!(?:Excel|Word|PDF|PowerPoint|OneDrive|SharePoint|Teams|Outlook|Windows)\b)(\p{Lu}[\p{L}\d_-]*(?:\s(?:(?:de|du|des|et|and|of)\s)?(?:\p{Lu}[\p{L}\d_-]*|\d[\d_-]*)){0,4})/u;

/** A file name or path, or a folder's name (« le dossier Budget 2025 »). */
export function readFile(text: string): string | undefined {
  return first(files, text) ?? folder.exec(text)?.[1];
}

/** An email address. */
export function readEmailAddress(text: string): string | undefined {
  return /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/.exec(text)?.[0]?.toLowerCase();
}

/** A telephone number or extension (« poste 4512 », "ext. 12"). */
export function readPhone(text: string): string | undefined {
  const number = /(?<![\d-])(?:\+\d{1,3}[ .-]?(?:\(0\)[ .-]?)?|0)[1-9](?:[ .-]?\d){7,10}(?!\d)/.exec(text)?.[0];
  if (number !== undefined) return clean(number);
  return /\b(?:poste|extension|ext\.?|interne)\s?:?\s?(\d{2,6})\b/i.exec(text)?.[1];
}
