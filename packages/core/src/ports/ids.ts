/** Generates ids of rows. */
export interface Ids {
  /**
   * A new id such as `cas_01h455vb4pex5vsknk084sn02q`: the prefix names the kind of row, later ids of the same process
   * sort after earlier ones, and no two processes generate the same.
   */
  create(prefix: string): string;
}
