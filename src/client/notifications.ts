import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { components as EnvnotifComponents } from '../../generated/envnotif-notification.ts';
import type { components as VnfmigComponents } from '../../generated/vnfmig-notification.ts';
import type { components as VrfmComponents } from '../../generated/vrfm-notification.ts';
import type { components as VrinfoComponents } from '../../generated/vrinfo-notification.ts';

/** What each interface delivers; `notificationType` tells the types apart. */
export interface Notifications {
  envnotif: EnvnotifComponents['schemas']['EnvironmentChangeNotification'];
  vnfmig: VnfmigComponents['schemas']['MigrationNotification'];
  vrinfo: VrinfoComponents['schemas']['VirtualisedResourceNotification'];
  vrfm: VrfmComponents['schemas']['FmNotification'];
}

type ApiName = keyof Notifications;

/** The schema of any notification of an interface. */
const UNIONS = {
  envnotif: 'EnvironmentChangeNotification',
  vnfmig: 'MigrationNotification',
  vrinfo: 'VirtualisedResourceNotification',
  vrfm: 'FmNotification',
} as const satisfies Record<ApiName, string>;

/** What came is not a notification of the interface. `place` is a JSON pointer into it. RFC 6901. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';
  readonly place: string;

  constructor(place: string, reason: string) {
    super(`${place === '' ? 'the notification' : place} ${reason}`);
    this.place = place;
  }
}

const checks = new Map<ApiName, NotificationCheck>();

/**
 * The notification that came to a callback, as text or as what was parsed of it. Attributes of a later version are passed
 * over; anything else that the interface does not say is a NotificationError.
 */
export function parseNotification<Api extends ApiName>(api: Api, body: unknown): Notifications[Api] {
  const check = checks.get(api) ?? compile(api);
  checks.set(api, check);
  const content = typeof body === 'string' || body instanceof Uint8Array ? parseText(body) : body;
  check(content);
  return content as Notifications[Api];
}

type NotificationCheck = (content: unknown) => void;

function compile(api: ApiName): NotificationCheck {
  const document = readDocument(`${api}-notification`);
  const ajv = new Ajv({ strict: false });
  ajvFormats.default(ajv, { mode: 'full' });
  ajv.addSchema(document, api);
  const types = document.components.schemas[UNIONS[api]]?.discriminator?.mapping ?? {};
  const compiled = new Map<string, ValidateFunction>();
  return (content) => {
    const type = typeOf(content);
    if (!Object.hasOwn(types, type)) {
      throw new NotificationError('/notificationType', `is "${type}", not one of ${Object.keys(types).join(', ')}`);
    }
    const validate = compiled.get(type) ?? ajv.compile({ $ref: `${api}#/components/schemas/${type}` });
    compiled.set(type, validate);
    if (!validate(content)) throw errorOf(validate.errors?.[0]);
  };
}

function typeOf(content: unknown): string {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new NotificationError('', 'is not an object');
  }
  if (!('notificationType' in content)) throw new NotificationError('/notificationType', 'is missing');
  if (typeof content.notificationType === 'string') return content.notificationType;
  throw new NotificationError('/notificationType', 'is not a string');
}

function errorOf(error: ErrorObject | undefined): NotificationError {
  const missing: unknown = error?.params['missingProperty'];
  const place = error?.instancePath ?? '';
  if (typeof missing === 'string') return new NotificationError(`${place}/${missing}`, 'is missing');
  const allowed: unknown = error?.params['allowedValues'];
  const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return new NotificationError(place, `${error?.message ?? 'is wrong'}${choice}`);
}

function parseText(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text));
  } catch (error) {
    throw new NotificationError('', `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface NotificationDocument {
  components: { schemas: Record<string, { discriminator?: { mapping?: Record<string, string> } }> };
}

/** Lies beside this code both in the sources and in what is built. */
function readDocument(name: string): NotificationDocument {
  return JSON.parse(
    readFileSync(new URL(`../../generated/${name}.json`, import.meta.url), 'utf8'),
  ) as NotificationDocument;
}
