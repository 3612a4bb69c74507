import type { SampleJson } from './state.ts';

interface SeedEvent {
  /** Names hold dots, spaces and slashes, as real ones do: they must be encoded in an address and in a file's name. */
  name: string;
  input: string;
  state?: string;
  mappingMode?: string;
  /** Status code → how many events. */
  counts: { [status: string]: number };
  sample: SampleJson;
  /** How many samples of each status are kept, where that is not as many as there can be. */
  kept?: number;
  /** Written into each sample as it is: more than a JavaScript number holds. */
  digits?: { [field: string]: string };
}

export const STATUS_TYPES = {
  PROCESSED: 'The event was loaded',
  UNMAPPED: 'The event type has no mapping',
  MAPPING_ERROR: 'A field does not fit its column',
  DISCARDED: 'The mapping discards the event',
  CODE_ENGINE_ERROR: 'The code engine raised an exception',
} as const;

export const SEED_EVENTS: readonly SeedEvent[] = [
  {
    name: 'public.orders',
    input: 'orders_db',
    counts: { PROCESSED: 18_240, MAPPING_ERROR: 12 },
    sample: {
      customer_id: 77,
      total: 129.9,
      currency: 'EUR',
      shipped: false,
      payment: { method: 'card', card_number: '4111 1111 1111 1111', cvv: '737', amount: 129.9 },
      customer: {
        name: 'Jo Visser',
        email: 'jo@example.com',
        address: { street: 'Keizersgracht 1', city: 'Amsterdam', country: 'NL' },
        session_token: 's3cr3t-session-token',
      },
      lines: [
        { sku: 'TEA-250', quantity: 2, price: 39.95 },
        { sku: 'POT-01', quantity: 1, price: 50 },
      ],
    },
    digits: { ledger_id: '9223372036854775807', exchange_rate: '1.10000000000000000001' },
  },
  {
    name: 'public.order_lines',
    input: 'orders_db',
    counts: { PROCESSED: 52_118 },
    sample: { order_id: 1000, sku: 'TEA-250', quantity: 2 },
  },
  {
    name: 'public.customers',
    input: 'customers_db',
    counts: { PROCESSED: 904 },
    sample: { email: 'jo@example.com', country: 'NL', vip: true, password_hash: 's3cr3t-hash' },
  },
  {
    name: 'billing.invoices',
    input: 'billing_mysql',
    counts: { PROCESSED: 310, CODE_ENGINE_ERROR: 2 },
    sample: { invoice: 'INV-2019-0042', amount: 45.5 },
  },
  {
    name: 'web/page view',
    input: 'web_events',
    counts: { PROCESSED: 240_551, DISCARDED: 81 },
    sample: { path: '/pricing', referrer: 'https://example.com/?q=tea&lang=en' },
  },
  {
    name: 'Signed Up',
    input: 'web_events',
    state: 'UNMAPPED',
    mappingMode: 'STRICT',
    counts: { UNMAPPED: 37 },
    sample: { plan: 'free', campaign: 'spring' },
  },
  {
    name: 'Opportunity',
    input: 'crm_salesforce',
    counts: { PROCESSED: 1_204 },
    sample: { StageName: 'Closed Won', Amount: 12_000 },
  },
  {
    name: 'Account',
    input: 'crm_salesforce',
    state: 'UNMAPPED',
    counts: {},
    sample: null,
  },
  {
    name: 'campaign.paused',
    input: 'product_mixpanel',
    counts: { DISCARDED: 4 },
    kept: 0,
    sample: null,
  },
  {
    name: 'ticket.updated',
    input: 'support_tickets',
    counts: { PROCESSED: 640, MAPPING_ERROR: 3 },
    sample: { subject: 'Where is my parcel?', priority: 'high' },
  },
];
