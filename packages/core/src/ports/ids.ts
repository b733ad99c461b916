/** Makes ids of rows. */
export interface Ids {
  /**
   * A new id such as `cas_01h455vb4pex5vsknk084sn02q`: the prefix says what it is of, ids made later by the same
   * process sort after earlier ones, and two processes never make the same.
   */
  create(prefix: string): string;
}
