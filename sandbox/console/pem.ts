/** Keys with their headers and lines of 64 characters, for OpenSSL and for frameworks that read files. */

/** Of a private key in PKCS#8. */
export function privateKeyPem(pkcs8: string): string {
  return pem('PRIVATE KEY', pkcs8);
}

/** Of the gateway's key, with which replies and notifies are verified; not the app's. */
export function publicKeyPem(spki: string): string {
  return pem('PUBLIC KEY', spki);
}

function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
