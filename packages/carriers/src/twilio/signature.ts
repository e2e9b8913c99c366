import { timingSafeEqual } from 'node:crypto';
import type { Carrier } from '@sms-crm/domain/context/ports';
import { hmacWith } from '@sms-crm/runtime/hmac';
import twilio from 'twilio';

/**
 * Checks what Twilio signed with a token. The address as it is comes first, without the SDK, which makes four objects for what is compared
 * thousands of times a second; the SDK then tries it with and without its port, and encoded anew.
 */
export function verifierOf(token: string): Carrier['verifySignature'] {
  const hmac = hmacWith('sha1', token);
  return ({ url, params, signature }) => {
    let signed = url;
    for (const name of Object.keys(params).toSorted()) signed += name + params[name];
    return isEqual(signature, hmac(signed, 'base64')) || isSignedOtherwise(token, { url, params, signature });
  };
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The SDK throws on addresses that are none; that is a wrong signature too. */
function isSignedOtherwise(
  token: string,
  { url, params, signature }: Parameters<Carrier['verifySignature']>[0],
): boolean {
  try {
    return twilio.validateRequest(token, signature, url, params);
  } catch {
    return false;
  }
}
