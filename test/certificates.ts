import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thumbprintOf } from '../src/certificates.ts';

export interface Certificates {
  /** Path of a file in the folder of the certificates, e.g. `server.crt`. */
  file: (name: string) => string;
  /** Its content. */
  read: (name: string) => Buffer;
  /** `{ certificateFile, keyFile }`, as the configuration wants them. */
  files: (name: string) => { certificateFile: string; keyFile: string };
  /** `{ cert, key }`, as node wants them. */
  pair: (name: string) => { cert: Buffer; key: Buffer };
  /** `x5t#S256`. */
  thumbprint: (name: string) => string;
  /** A CA, or the certificate of a server on loopback that is its own. */
  selfSigned: (name: string, ...more: string[]) => void;
  /** The certificate of a client, or of a server on loopback, signed by a CA that was made before. */
  signed: (name: string, ca: string) => void;
  remove: () => void;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
const ON_LOOPBACK = ['-addext', 'subjectAltName=IP:127.0.0.1'];

/** Certificates of one test, in a folder of their own. */
export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'nfvi-te-gateway-certificates-'));
  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(file(name));
  const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { stdio: 'pipe' });
  const request = (name: string) => ['req', ...KEY, '-subj', `/CN=${name}`, '-keyout', file(`${name}.key`)];
  return {
    file,
    read,
    files: (name) => ({ certificateFile: file(`${name}.crt`), keyFile: file(`${name}.key`) }),
    pair: (name) => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) }),
    thumbprint: (name) => thumbprintOf(new X509Certificate(read(`${name}.crt`))),
    selfSigned(name, ...more) {
      openssl(...request(name), '-x509', '-out', file(`${name}.crt`), ...more);
    },
    signed(name, ca) {
      openssl(...request(name), '-out', file(`${name}.csr`), ...ON_LOOPBACK);
      const by = ['-CA', file(`${ca}.crt`), '-CAkey', file(`${ca}.key`), '-CAcreateserial', '-copy_extensions', 'copy'];
      openssl('x509', '-req', '-in', file(`${name}.csr`), ...by, '-days', '1', '-out', file(`${name}.crt`));
    },
    remove() {
      rmSync(folder, { recursive: true });
    },
  };
}
