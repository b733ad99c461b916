/** A template as it is written, or as it was filled in. Null: there is no such part. */
export interface Source {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}
