import { SupportError } from '../../support-error.ts';
import type { TicketSystem } from '../port.ts';
import { required, type TicketSystemSettings } from '../settings.ts';
import { createHighLevelGlpi } from './high-level.ts';
import { createLegacyGlpi } from './legacy.ts';

/** GLPI over the interface that its address names: `apirest.php` of any version, or `api.php` of GLPI 11. */
export function createGlpi(settings: TicketSystemSettings): TicketSystem {
  const url = required(settings, 'url', 'GLPI', 'the address of its interface');
  if (/\/apirest\.php$/.test(url)) return createLegacyGlpi(settings);
  if (/\/api\.php(?:\/v[\d.]+)?$/.test(url)) return createHighLevelGlpi(settings);
  throw new SupportError(
    'ticket_system_unset',
    'TICKET_SYSTEM_URL is no address of a GLPI interface; give https://glpi.example.org/apirest.php, or for GLPI 11 https://glpi.example.org/api.php/v2.0.',
  );
}
