import type { Sample } from './state.ts';

interface SeedEvent {
  /** Names hold dots, spaces and slashes, as real ones do: they must be encoded in an address and in a file's name. */
  name: string;
  input: string;
  state?: string;
  mappingMode?: string;
  /** Status code → how many events. */
  counts: { [status: string]: number };
  sample: Sample['sample'];
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
    sample: { customer_id: 77, total: 129.9, currency: 'EUR', shipped: false },
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
    sample: { email: 'jo@example.com', country: 'NL', vip: true },
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
    name: 'ticket.updated',
    input: 'support_tickets',
    counts: { PROCESSED: 640, MAPPING_ERROR: 3 },
    sample: { subject: 'Where is my parcel?', priority: 'high' },
  },
];
