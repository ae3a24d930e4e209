// The one seam between the window and the till. Nothing else calls a command.

import {
  type CommandError,
  commands as shellCommands,
  events as shellEvents,
  type ImportChanged,
  type Result,
  type StatementsChanged,
  type TillChanged,
} from './contract';

export type * from './contract';

export type Commands = typeof shellCommands;

/** Whoever answers the commands: the shell, or the fake that tests and a browser use. */
export interface Backend {
  commands: Commands;
  /** Calls `heard` for every change the till announces; the answer stops it. */
  listen(heard: (change: TillChanged) => void): Promise<() => void>;
  /** Calls `heard` for every step of the statements of everybody. */
  listenToStatements(heard: (change: StatementsChanged) => void): Promise<() => void>;
  /** Calls `heard` for every step of an import. */
  listenToImport(heard: (change: ImportChanged) => void): Promise<() => void>;
  /** Calls `heard` whenever the customer is to see something else. */
  listenToDisplay(heard: () => void): Promise<() => void>;
}

const shell: Backend = {
  commands: shellCommands,
  listen: (heard) => shellEvents.tillChanged.listen((event) => heard(event.payload)),
  listenToStatements: (heard) =>
    shellEvents.statementsChanged.listen((event) => heard(event.payload)),
  listenToImport: (heard) => shellEvents.importChanged.listen((event) => heard(event.payload)),
  listenToDisplay: (heard) => shellEvents.displayChanged.listen(() => heard()),
};

let backend: Backend = shell;

/** Swaps who answers; for tests and for an ordinary browser. */
export function useBackend(other: Backend): void {
  backend = other;
}

type NotPermitted = Extract<CommandError, { code: 'not-permitted' }>;

let askApproval: (error: NotPermitted) => Promise<boolean> = () => Promise.resolve(false);

/** Who is asked when somebody may not do alone what they wanted to. */
export function whenNotPermitted(ask: (error: NotPermitted) => Promise<boolean>): void {
  askApproval = ask;
}

type Command = (...args: readonly unknown[]) => Promise<Result<unknown>>;

/** A call that breaks on the way is an error like any other: no command ever throws. */
async function attempt(name: string, args: readonly unknown[]): Promise<Result<unknown>> {
  try {
    let command = (backend.commands as unknown as Record<string, Command>)[name];
    if (command === undefined) {
      throw new Error(`the till has no command ${name}`);
    }
    let result = await command(...args);
    // Approved by somebody who may, the same command is sent once more; it may ask for a second
    // thing then.
    while (result.status === 'error' && result.error.code === 'not-permitted') {
      if (!(await askApproval(result.error))) break;
      result = await command(...args);
    }
    return result;
  } catch (cause) {
    let detail = cause instanceof Error ? cause.message : String(cause);
    return { status: 'error', error: { code: 'internal', detail } };
  }
}

/** The commands of the till, as the current backend answers them. */
export const ipc: Commands = new Proxy({} as Commands, {
  get:
    (_, name) =>
    (...args: readonly unknown[]) =>
      attempt(String(name), args),
});

export function listen(heard: (change: TillChanged) => void): Promise<() => void> {
  return backend.listen(heard);
}

export function listenToStatements(
  heard: (change: StatementsChanged) => void,
): Promise<() => void> {
  return backend.listenToStatements(heard);
}

export function listenToImport(heard: (change: ImportChanged) => void): Promise<() => void> {
  return backend.listenToImport(heard);
}

export function listenToDisplay(heard: () => void): Promise<() => void> {
  return backend.listenToDisplay(heard);
}
