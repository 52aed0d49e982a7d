import type { ValidateFunction } from 'ajv';
import { compileSchema, describeErrors } from './spec-validator.ts';

/** Where the schema of each notification of the gateway is. */
const DOCUMENTS: Record<string, string> = {
  EnvironmentStateChangeNotification: 'envnotif-notification',
  MigrationRequestNotification: 'vnfmig-notification',
  MigrationRequestStateChangeNotification: 'vnfmig-notification',
  HostEvacuationStateChangeNotification: 'vnfmig-notification',
  ComputeHostStateChangeNotification: 'vrinfo-notification',
  VirtualisedResourceChangeNotification: 'vrinfo-notification',
  AlarmNotification: 'vrfm-notification',
  AlarmClearedNotification: 'vrfm-notification',
};

/** Makes a check of received notifications against the specification; an empty answer means that it holds. */
export function createNotificationCheck(): (body: unknown) => string[] {
  const compiled = new Map<string, ValidateFunction>();
  return (body) => {
    const type = notificationTypeOf(body);
    const document = type === undefined ? undefined : DOCUMENTS[type];
    if (type === undefined || document === undefined) return [`unknown notificationType ${type ?? '(none)'}`];
    const validate = compiled.get(type) ?? compileSchema(document, type);
    compiled.set(type, validate);
    return validate(body) ? [] : describeErrors(validate.errors).map((error) => `${type} ${error}`);
  };
}

export function isKnownNotificationType(type: string): boolean {
  return Object.hasOwn(DOCUMENTS, type);
}

/** Type of a notification body, undefined when it has none. */
export function notificationTypeOf(body: unknown): string | undefined {
  return textOf(body, 'notificationType');
}

/** Identifier of a notification body, undefined when it has none. */
export function notificationIdOf(body: unknown): string | undefined {
  return textOf(body, 'id');
}

function textOf(body: unknown, key: 'id' | 'notificationType'): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
