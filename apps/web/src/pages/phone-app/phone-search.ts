/** What the address of the phone's page says: a notification was pressed, so the newest request is wanted. */
export interface PhoneSearch {
  readonly asked?: true;
}

export function parsePhoneSearch(raw: Record<string, unknown>): PhoneSearch {
  return raw.asked === true ? { asked: true } : {};
}
