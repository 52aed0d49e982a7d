import snmp from 'net-snmp';
import type { components } from '../../../../generated/config.ts';
import { DomainError } from '../../../problem.ts';
import { readPassword } from '../../read-password.ts';

export type SnmpUser = components['schemas']['SnmpUser'];

const AUTHENTICATION = {
  SHA: snmp.AuthProtocols.sha,
  SHA224: snmp.AuthProtocols.sha224,
  SHA256: snmp.AuthProtocols.sha256,
  SHA384: snmp.AuthProtocols.sha384,
  SHA512: snmp.AuthProtocols.sha512,
} as const satisfies Record<SnmpUser['authenticationProtocol'], snmp.AuthProtocols>;

const PRIVACY = {
  AES: snmp.PrivProtocols.aes,
  AES256_BLUMENTHAL: snmp.PrivProtocols.aes256b,
  AES256_REEDER: snmp.PrivProtocols.aes256r,
} as const satisfies Record<SnmpUser['privacyProtocol'], snmp.PrivProtocols>;

/** The user as net-snmp takes it, with its keys as they are now. Throws DomainError when a key file cannot be read. */
export async function readUser(user: SnmpUser): Promise<snmp.User> {
  const { name, authenticationKey, authenticationKeyFile, privacyKey, privacyKeyFile } = user;
  const authKey = await readSecret(authenticationKey, authenticationKeyFile);
  const privKey = await readSecret(privacyKey, privacyKeyFile);
  if (authKey === undefined) throw new DomainError('SouthboundUnavailable', `user ${name} has no authentication key`);
  const authentication = { name, authProtocol: AUTHENTICATION[user.authenticationProtocol], authKey };
  return privKey === undefined
    ? { ...authentication, level: snmp.SecurityLevel.authNoPriv }
    : { ...authentication, level: snmp.SecurityLevel.authPriv, privProtocol: PRIVACY[user.privacyProtocol], privKey };
}

/** A secret that is given itself or by its file; undefined when neither is. */
export function readSecret(secret: string | undefined, file: string | undefined): Promise<string | undefined> {
  return readPassword({
    ...(secret === undefined ? {} : { password: secret }),
    ...(file === undefined ? {} : { passwordFile: file }),
  });
}
