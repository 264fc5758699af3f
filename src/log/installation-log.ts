/** Stands in the tables for the log of the installation, which belongs to no organization. */
export const installationLog = '00000000-0000-0000-0000-000000000000';
