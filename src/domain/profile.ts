import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');

/**
 * A credentials profile: what it takes to reach a database, kept on the server under a name, so that nobody has to type
 * a password in Slack. Source: `source_credentials` of `Inputs.create_input_database`.
 */
export const Profile = z
  .strictObject({
    server: text,
    port: z.union([text, z.number()]).transform(String),
    database: text,
    schema: text,
    db_type: text,
    user: text,
    password: text,
  })
  .partial()
  .refine((profile) => Object.keys(profile).length > 0, 'must hold something')
  // Whoever could type the server beside it would have the password sent there.
  .refine(
    ({ password, server }) => password === undefined || server !== undefined,
    'holds a password and has to say for which server',
  );
export type Profile = z.output<typeof Profile>;

/** By their names, which people choose from. */
export type Profiles = ReadonlyMap<string, Profile>;

/** The names are choices of a select, and those have at most 75 characters. */
export const ProfileName = z
  .string()
  .regex(/^[\w .@:/-]{1,75}$/, 'must be named by 1 to 75 letters, digits, spaces or _ . @ : / -');
