/**
 * HTTP status of a refusal's code. The words people read are in the clients' catalogue; a status only tells software
 * between us (proxies, caches, monitoring) what kind of answer it was.
 */
const statusByCode: Readonly<Record<string, number>> = {
  sign_in_required: 401,
  sign_in_failed: 401,
  reauthentication_required: 403,
  not_found: 404,
  body_too_large: 413,
  content_type_wrong: 415,
  misdirected_request: 421,
  rate_limited: 429,
  too_many_attempts: 429,
  request_invalid: 400,
  check_failed: 500,
  shutting_down: 503,
};

const conflicts = /_(?:moved|taken|conflict)$|^already_/;
const malformed = /_(?:invalid|wrong|malformed|reserved|incomplete|refused|skew|expired)$/;

/** The status for a code: the listed one, else by its ending, else 403 (the server understood and says no). */
export function statusOf(code: string): number {
  return statusByCode[code] ?? (conflicts.test(code) ? 409 : malformed.test(code) ? 422 : 403);
}
