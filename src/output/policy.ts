/**
 * The page's Content-Security-Policy: no compilation, nothing from other origins. The worker does compile the integrand,
 * so its file must be served without this header.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
