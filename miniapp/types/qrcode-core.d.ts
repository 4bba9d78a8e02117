/** Only the matrix of a code, without the package's canvas and terminal renderers. */
declare module 'qrcode/lib/core/qrcode' {
  export { create } from 'qrcode'
}
