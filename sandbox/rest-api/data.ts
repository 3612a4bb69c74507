/** What the local REST API has: made up, as all of the sandbox is. Kept as JSON text for the numbers in it. */

const SUBJECTS = ['Cannot log in', 'Parcel is late', 'Refund, please', 'Wrong size', 'How do I export?'];
const STATES = ['open', 'pending', 'solved'];
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2018, 7, 1);

/** Ids beyond what JavaScript counts exactly, an e-mail, and a card number: what a sample has to keep or to mask. */
export const TICKETS: readonly string[] = Array.from({ length: 25 }, (_, index) => {
  const updatedAt = new Date(FIRST_DAY + index * 2 * DAY_MS).toISOString().replace('.000', '');
  const requester = JSON.stringify({
    name: `Customer ${index}`,
    email: `customer${index}@example.com`,
    card_number: '4111 1111 1111 1111',
  });
  return `{"id": 90071992547409930${String(index).padStart(2, '0')}, "subject": ${JSON.stringify(SUBJECTS[index % SUBJECTS.length])}, "state": "${STATES[index % STATES.length]}", "updated_at": "${updatedAt}", "satisfaction": ${index % 5}.50, "requester": ${requester}, "tags": ["web", "q3"]}`;
});

/** Of those who may see them: they are asked for with the key. */
export const AGENTS: readonly string[] = ['Ada', 'Grace', 'Linus'].map((name, index) =>
  JSON.stringify({ id: index + 1, name, api_token: `s3cr3t-agent-${index + 1}` }),
);
