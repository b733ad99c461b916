/** A template's source, or its rendered parts. Null: there is no such part. */
export interface Source {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}
