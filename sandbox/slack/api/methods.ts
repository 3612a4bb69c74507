import type { Context } from '../context.ts';
import type { Answer, Args } from '../emulated.ts';
import { deleteMessage, permalink, postEphemeral, postMessage, updateMessage } from './chat.ts';
import { completeUpload, uploadAddress } from './files.ts';
import { userGroupMembers, userGroupsList, usersInfo, usersList } from './people.ts';
import { openView, publishView, pushView, updateView } from './views.ts';

/** The Web API methods in which the layer has a part; all others are the emulator's alone. */
type Method = (context: Context, args: Args) => Answer | Promise<Answer>;

const methods: Record<string, Method> = {
  'auth.test': authTest,
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': (context, args) => deleteMessage(context, context.emulated.asApp, args),
  'chat.getPermalink': permalink,
  'conversations.join': joining,
  'conversations.leave': leaving,
  'files.getUploadURLExternal': (context, args) => uploadAddress(context, context.emulated.asApp, args),
  'files.completeUploadExternal': completeUpload,
  'usergroups.list': userGroupsList,
  'usergroups.users.list': userGroupMembers,
  'users.info': usersInfo,
  'users.list': usersList,
  'views.open': openView,
  'views.publish': publishView,
  'views.push': pushView,
  'views.update': updateView,
};

/** Carries out a method for the app whose token was right. */
export async function callMethod(context: Context, method: string, args: Args): Promise<Answer> {
  const own = Object.hasOwn(methods, method) ? methods[method] : undefined;
  return own ? own(context, args) : context.emulated.asApp(method, args);
}

async function authTest(context: Context, args: Args): Promise<Answer> {
  const answer = await context.emulated.asApp('auth.test', args);
  return answer.ok ? { ...answer, url: `${context.url}/`, is_enterprise_install: false } : answer;
}

async function joining(context: Context, args: Args): Promise<Answer> {
  const answer = await context.emulated.asApp('conversations.join', args);
  const channel = context.membership.resolve(args.channel);
  if (answer.ok && channel !== undefined) context.membership.join(channel);
  return answer;
}

async function leaving(context: Context, args: Args): Promise<Answer> {
  const answer = await context.emulated.asApp('conversations.leave', args);
  const channel = context.membership.resolve(args.channel);
  if (answer.ok && channel !== undefined) context.membership.leave(channel);
  return answer;
}
