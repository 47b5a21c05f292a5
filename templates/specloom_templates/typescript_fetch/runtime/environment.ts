/** Where the program runs. */

interface Surroundings {
  readonly process?: { readonly env?: { readonly [name: string]: string | undefined } };
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly navigator?: { readonly userAgent?: string };
}

const here = globalThis as Surroundings;

/** The value of an environment variable; undefined where it is not set, or there are none. */
export function environmentVariable(name: string): string | undefined {
  try {
    return (here.Deno ? here.Deno.env.get(name) : here.process?.env?.[name]) || undefined;
  } catch {
    return undefined; // Deno, without the permission to read it
  }
}

/** Whether this is a browser, or a worker of one: there, `User-Agent` is the browser's own. */
export function isBrowser(): boolean {
  const isWorker = here.WorkerGlobalScope !== undefined && here.navigator?.userAgent?.startsWith("Mozilla/");
  return here.Deno === undefined && (here.document !== undefined || isWorker === true);
}
