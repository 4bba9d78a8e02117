/** How Taro's web build knows its pages: each loads its own chunk. */
interface WebRoutes {
  __taroAppConfig?: { routes?: ReadonlyArray<{ path: string; load: (...args: unknown[]) => readonly unknown[] }> }
}

/**
 * Loads the code of pages before they are opened, so that signing in still works when the network goes: in a browser
 * a page that was never fetched cannot be opened offline. In WeChat the package as a whole is preloaded (app.config).
 */
export function warmPages(folder: string): void {
  if (process.env.TARO_ENV !== 'h5') return
  for (const { path, load } of (window as WebRoutes).__taroAppConfig?.routes ?? []) {
    if (!path.replace(/^\//, '').startsWith(folder)) continue
    // only a head start: opening the page reports what goes wrong
    Promise.resolve(load()[0]).catch(() => undefined)
  }
}
