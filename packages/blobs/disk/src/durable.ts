import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** No write takes this long: older temporary files are of processes that were killed. */
const abandonedMs = 24 * 3_600_000;

/**
 * Writes a file so that others see all of it or nothing, and so that it survives a power cut once this resolves: into a
 * temporary file on the same file system, which then replaces the old one.
 */
export async function writeDurably(
  root: string,
  folder: string,
  file: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = join(temporaryFolder(root), randomUUID());
  await createFolder(root, temporaryFolder(root));
  await createFolder(root, folder);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Deletes a file durably; resolves if there is none. */
export async function deleteDurably(folder: string, file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await syncFolder(folder);
}

/** Removes the temporary files of processes that were killed while they wrote. */
export async function removeAbandoned(root: string): Promise<void> {
  const folder = temporaryFolder(root);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedMs) await unlink(file).catch(() => undefined);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

const temporaryFolder = (root: string) => join(root, "unfinished");

/** Folders that are certainly on disk. Bounded, as a desk may have many tenants. */
const durableFolders = new Set<string>();

/**
 * Creates a folder with its parents, and makes them durable up to the root and its own parent: even folders that were
 * there, which another process may just have created.
 */
async function createFolder(root: string, folder: string): Promise<void> {
  const outermost = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (outermost === undefined && durableFolders.has(folder)) return;
  const above =
    outermost === undefined || outermost.length > root.length ? dirname(root) : dirname(outermost);
  for (let current = folder; current !== above; current = dirname(current))
    await syncFolder(dirname(current));
  if (durableFolders.size >= 10_000) durableFolders.clear();
  durableFolders.add(folder);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handles of folders to sync.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
