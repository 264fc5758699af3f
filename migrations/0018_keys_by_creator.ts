/** The index of a creator's keys is built by 0026, because it needs the column of 0022. */
export async function up(): Promise<void> {}
