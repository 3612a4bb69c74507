import { z } from 'zod';

/**
 * A credentials profile: what it takes to reach a database, kept on the server under a name, so that nobody has to type
 * a password in Slack. Source: `source_credentials` of `Inputs.create_input_database`.
 */
export const Profile = z
  .strictObject({
    server: z.string(),
    port: z.union([z.string(), z.number()]).transform(String),
    database: z.string(),
    schema: z.string(),
    db_type: z.string(),
    user: z.string(),
    password: z.string(),
  })
  .partial()
  .refine((profile) => Object.keys(profile).length > 0, 'must hold something');
export type Profile = z.output<typeof Profile>;

/** By their names, which people choose from. */
export type Profiles = ReadonlyMap<string, Profile>;

/** The names are choices of a select, and those have at most 75 characters. */
export const ProfileName = z
  .string()
  .regex(/^[\w .@:/-]{1,75}$/, 'must be named by 1 to 75 letters, digits, spaces or _ . @ : / -');
