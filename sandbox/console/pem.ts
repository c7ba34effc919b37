import type { AppAccess } from '../control/app-access';

/** Keys with their headers and lines of 64 characters, for OpenSSL and for frameworks that read files. */

export function privateKeyPem({ appPrivateKeyPkcs8 }: AppAccess): string {
  return pem('PRIVATE KEY', appPrivateKeyPkcs8);
}

/** Alipay's, with which replies and notifies are verified; not the app's. */
export function publicKeyPem({ alipayPublicKey }: AppAccess): string {
  return pem('PUBLIC KEY', alipayPublicKey);
}

function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
