import { SupportError } from "@heedkit/core";
import type { MysqlSettings } from "../options.ts";
import { prepareSession, type Server } from "./server.ts";
import { Session } from "./session.ts";

/** A connection that was idle for longer is asked whether it still works before anything is entrusted to it. */
const trustedMs = 1_000;

interface Waiter {
  readonly resolve: (session: Session | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Work with exclusive use of a connection. */
export type Work<Result> = (session: Session, server: Server) => Promise<Result>;

/** The connections of a storage: opened when needed, at most so many, each used by one at a time. */
export class Connections {
  private readonly settings: MysqlSettings;
  private readonly onFirst: (session: Session) => Promise<void>;
  private readonly servers = new WeakMap<Session, Server>();
  private idle: Session[] = [];
  private waiting: Waiter[] = [];
  private opened = 0;
  private using = 0;
  private first: Promise<void> | undefined;
  private onQuiet: (() => void) | undefined;

  /** `onFirst` looks at the database before anything else is done; called again when it failed. */
  constructor(settings: MysqlSettings, onFirst: (session: Session) => Promise<void>) {
    this.settings = settings;
    this.onFirst = onFirst;
  }

  /** Throws STORAGE_UNAVAILABLE where no connection gets free in time. What the work throws is passed on. */
  async use<Result>(work: Work<Result>): Promise<Result> {
    this.using++;
    try {
      const session = await this.take();
      try {
        const server = this.servers.get(session) ?? (await this.prepare(session));
        return await work(session, server);
      } finally {
        this.giveBack(session);
      }
    } finally {
      this.using--;
      if (this.using === 0) this.onQuiet?.();
    }
  }

  /** Waits for what is running. */
  async close(): Promise<void> {
    if (this.using > 0)
      await new Promise<void>((resolve) => {
        this.onQuiet = resolve;
      });
    await Promise.all(this.idle.splice(0).map((session) => session.end()));
  }

  private async prepare(session: Session): Promise<Server> {
    try {
      const server = await prepareSession(session, this.settings);
      this.first ??= this.onFirst(session);
      await this.first;
      this.servers.set(session, server);
      return server;
    } catch (error) {
      this.first = undefined;
      session.destroy();
      throw error;
    }
  }

  private async take(): Promise<Session> {
    for (;;) {
      const session = this.idle.pop() ?? (await this.openOrWait());
      if (session === null) continue;
      const isTrusted = performance.now() - session.usedAt < trustedMs || !this.servers.has(session);
      if (!session.isLost && (isTrusted || (await session.ping()))) return session;
      this.drop(session);
    }
  }

  private async openOrWait(): Promise<Session | null> {
    if (this.opened >= this.settings.maxConnections) return this.wait();
    this.opened++;
    try {
      return await Session.open(this.settings, (session) => this.lose(session));
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Null: one may be opened. */
  private wait(): Promise<Session | null> {
    const { maxConnections, acquireTimeoutMs } = this.settings;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((other) => other !== waiter);
        const problem = `All ${maxConnections} connections of the pool were busy for ${acquireTimeoutMs} ms. Raise maxConnections, or look for slow statements and transactions left open.`;
        reject(new SupportError("STORAGE_UNAVAILABLE", problem));
      }, acquireTimeoutMs);
      const waiter: Waiter = {
        resolve: (session) => {
          clearTimeout(timer);
          resolve(session);
        },
        reject,
      };
      this.waiting.push(waiter);
    });
  }

  private giveBack(session: Session): void {
    if (session.isLost) {
      this.drop(session);
      return;
    }
    const waiter = this.waiting.shift();
    if (waiter === undefined) this.idle.push(session);
    else waiter.resolve(session);
  }

  private drop(session: Session): void {
    session.destroy();
    this.forget();
  }

  private forget(): void {
    this.opened--;
    this.waiting.shift()?.resolve(null);
  }

  // Broke while nobody used it. One in use is dropped when it is given back.
  private lose(session: Session): void {
    if (!this.idle.includes(session)) return;
    this.idle = this.idle.filter((other) => other !== session);
    this.drop(session);
  }
}
