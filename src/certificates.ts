/** Certificates, keys and CAs as the configuration names them: files in PEM. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { reasonOf } from './problem.ts';

export interface CertificateFiles {
  certificateFile: string;
  keyFile: string;
}

export interface Certificate {
  cert: Buffer;
  key: Buffer;
  /** `x5t#S256` (RFC 8705 3.1). */
  thumbprint: string;
}

export function readCertificate({ certificateFile, keyFile }: CertificateFiles): Certificate {
  const cert = readFileSync(certificateFile);
  return { cert, key: readFileSync(keyFile), thumbprint: thumbprintOf(new X509Certificate(cert)) };
}

export function thumbprintOf({ raw }: X509Certificate): string {
  return createHash('sha256').update(raw).digest('base64url');
}

/** The CAs of the system and that of the file; undefined, which means those of the system, without a file. */
export function trustedWith(caFile: string | undefined): (string | Buffer)[] | undefined {
  if (caFile === undefined) return undefined;
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  return [...rootCertificates, ...(extra === undefined ? [] : [readFileSync(extra)]), readFileSync(caFile)];
}

/** What is wrong with a certificate and its key; each line names the key of the configuration. */
export function certificateProblems(key: string, files: CertificateFiles | undefined): string[] {
  if (files === undefined) return [];
  const certificate = certificateIn(`${key}.certificateFile`, files.certificateFile);
  const privateKey = parsed(`${key}.keyFile`, files.keyFile, {
    what: 'an unencrypted private key',
    parse: createPrivateKey,
  });
  const problems = [certificate, privateKey].flatMap((read) => ('problem' in read ? [read.problem] : []));
  if ('problem' in certificate || 'problem' in privateKey || certificate.value.checkPrivateKey(privateKey.value))
    return problems;
  return [`${key}.keyFile: the key in ${files.keyFile} is not that of the certificate in ${files.certificateFile}`];
}

export function caProblems(key: string, caFile: string | undefined): string[] {
  if (caFile === undefined) return [];
  const ca = certificateIn(key, caFile);
  return 'problem' in ca ? [ca.problem] : [];
}

function certificateIn(key: string, file: string) {
  return parsed(key, file, { what: 'a certificate', parse: (pem) => new X509Certificate(pem) });
}

interface Format<Value> {
  what: string;
  parse: (pem: Buffer) => Value;
}

function parsed<Value>(key: string, file: string, { what, parse }: Format<Value>) {
  let pem: Buffer;
  try {
    pem = readFileSync(file);
  } catch (error) {
    return { problem: `${key}: ${file} cannot be read: ${reasonOf(error)}` };
  }
  try {
    return { value: parse(pem) };
  } catch (error) {
    return { problem: `${key}: ${file} is not ${what} in PEM: ${reasonOf(error)}` };
  }
}
