/** First build of each release, newest first (Microsoft's release information pages). */
const releases: readonly (readonly [build: number, system: string, release: string])[] = [
  [26_200, 'Windows 11', '25H2'],
  [26_100, 'Windows 11', '24H2'],
  [22_631, 'Windows 11', '23H2'],
  [22_621, 'Windows 11', '22H2'],
  [22_000, 'Windows 11', '21H2'],
  [19_045, 'Windows 10', '22H2'],
  [19_044, 'Windows 10', '21H2'],
];

/** Intune says "Windows" and "10.0.26100.2314" where people say « Windows 11 24H2 ». Anything else stays as it is. */
export function nameSystem(system: string, version: string | undefined): { system: string; version?: string } {
  const build = system === 'Windows' ? /^10\.0\.(\d{5})(?:\.|$)/.exec(version ?? '')?.[1] : undefined;
  const known = releases.find(([first]) => build !== undefined && Number(build) >= first);
  if (known) return { system: known[1], version: known[2] };
  return { system, ...(version && { version }) };
}
