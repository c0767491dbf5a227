import { type Entity, idOf, iso, numberOf } from '../entity.ts';
import type { Tenant } from '../tenant.ts';
import type { Newcomer } from './newcomer.ts';

const day = 86_400_000;
/** The id that Entra gives to everybody's password. */
export const passwordMethodId = '28c10230-6103-485e-b985-444c60001490';
/** The ids that Entra gives to a mobile number and to an e-mail address. */
const mobileMethodId = '3179e48a-750b-4051-897c-87b9720928f7';
const emailMethodId = '3ddfcfc8-9383-446f-83cc-3ab9be4be18f';

const typed = (type: string, rest: Entity): Entity => ({ '@odata.type': `#microsoft.graph.${type}`, ...rest });

/** A password and the authenticator; some have a number, an old phone still registered, a security key, Windows Hello. */
export function seedMethods(tenant: Tenant, { id, devices }: Newcomer, now: number): void {
  const added = (name: string) => iso(now - (30 + numberOf(`${name} ${id}`, 700)) * day);
  const methods: Entity[] = [
    typed('passwordAuthenticationMethod', { id: passwordMethodId, password: null, createdDateTime: added('password') }),
    typed('microsoftAuthenticatorAuthenticationMethod', {
      id: idOf(`authenticator ${id}`),
      displayName: numberOf(id, 2) === 0 ? 'iPhone 13' : 'SM-A546B',
      deviceTag: 'SoftwareTokenActivated',
      phoneAppVersion: '6.2508.5330',
      createdDateTime: added('authenticator'),
    }),
  ];
  const mobile = `+33 6 39 98 ${String(numberOf(`mobile ${id}`, 100)).padStart(2, '0')} ${String(numberOf(`end ${id}`, 100)).padStart(2, '0')}`;
  if (numberOf(`phone ${id}`, 3) > 0)
    methods.push(
      typed('phoneAuthenticationMethod', {
        id: mobileMethodId,
        phoneNumber: mobile,
        phoneType: 'mobile',
        smsSignInState: 'notAllowedByPolicy',
        createdDateTime: added('mobile'),
      }),
    );
  if (devices.some((name) => name.startsWith('LT')))
    methods.push(
      typed('windowsHelloForBusinessAuthenticationMethod', {
        id: idOf(`hello ${id}`),
        displayName: devices.find((name) => name.startsWith('LT')),
        keyStrength: 'normal',
        createdDateTime: added('hello'),
      }),
    );
  if (numberOf(`key ${id}`, 5) === 0)
    methods.push(
      typed('fido2AuthenticationMethod', {
        id: idOf(`key ${id}`),
        displayName: 'YubiKey 5C',
        model: 'YubiKey 5 Series',
        aaGuid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8',
        attestationCertificates: [],
        attestationLevel: 'attested',
        createdDateTime: added('key'),
      }),
    );
  if (numberOf(`oath ${id}`, 6) === 0)
    methods.push(
      typed('softwareOathAuthenticationMethod', {
        id: idOf(`oath ${id}`),
        secretKey: null,
        createdDateTime: added('oath'),
      }),
    );
  if (numberOf(`mail ${id}`, 3) === 0)
    methods.push(
      typed('emailAuthenticationMethod', {
        id: emailMethodId,
        emailAddress: `secours${numberOf(`mail ${id}`, 900)}@courriel.example`,
        createdDateTime: added('email'),
      }),
    );
  tenant.methods.set(id, methods);
}
