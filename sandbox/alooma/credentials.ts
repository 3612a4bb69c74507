/** The one account of the local Alooma. Nothing here opens anything but this stand-in. */
export const ACCOUNT = 'sandbox';
export const API_KEY = 'sandbox-api-key-5f2c9d';
export const EMAIL = 'bot@example.com';
export const PASSWORD = 'sandbox-password-81ae';
