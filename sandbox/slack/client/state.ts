import type { Channel, ClientState, Message, Person, View } from '../client-api.ts';
import type { Context } from '../context.ts';
import type { KeptMessage } from '../messages.ts';
import type { OpenView } from '../views.ts';
import { app, channels, type Member, people, team } from '../workspace.ts';
import { channelsOf } from './acting.ts';
import { INVITE } from './commands.ts';

/** What one person sees: the whole page in one document. */
export function stateFor(context: Context, person: Member): ClientState {
  return {
    team: { id: team.id, name: team.name },
    me: shownPerson(person),
    people: [...Object.values(people).map(shownPerson), botPerson(context)],
    userGroups: context.roster.groups().map((group) => ({ ...group, users: [...group.users] })),
    channels: shownChannels(context, person),
    messages: context.book.seenBy(person.id, channelsOf(person)).map(shownMessage),
    views: context.views.of(person.id).map(shownView),
    commands: [...context.manifest.commands, INVITE],
  };
}

const shownPerson = ({ id, name, realName, title, isBot, isGuest, avatar }: Member): Person => ({
  id,
  name,
  realName,
  title,
  isBot,
  isGuest,
  avatar,
});

const botPerson = ({ manifest }: Context): Person => ({
  id: app.botUserId,
  name: manifest.botName,
  realName: manifest.appName,
  title: 'App',
  isBot: true,
  isGuest: false,
  avatar: { initials: manifest.appName.slice(0, 2).toUpperCase(), color: '#4a154b' },
});

function shownChannels({ membership, manifest }: Context, person: Member): Channel[] {
  const named = Object.values(channels).map(({ id, name, topic }) => ({
    id,
    name,
    topic,
    isDirect: false,
    hasApp: membership.has(id),
  }));
  const direct = {
    id: person.directChannel,
    name: manifest.appName,
    topic: '',
    isDirect: true,
    hasApp: true,
  };
  return [...named, direct];
}

function shownMessage({ onlyFor: _, ...message }: KeptMessage): Message {
  return message;
}

const shownView = ({ id, modal, blocks }: OpenView): View => ({
  id,
  callbackId: modal.callback_id ?? '',
  title: modal.title.text,
  ...(modal.submit === undefined ? {} : { submit: modal.submit.text }),
  close: modal.close?.text ?? 'Close',
  blocks,
});
