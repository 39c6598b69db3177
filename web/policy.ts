/**
 * The page's Content-Security-Policy: it compiles nothing and loads nothing from elsewhere. Its worker, which compiles
 * the integrand, is a file of its own, for which this does not hold where it is served without this header.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
