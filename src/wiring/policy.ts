import type { Config } from '../config.ts';
import { BUILT_IN_POLICY, type PolicyInForce } from '../domain/policy/policy.ts';
import type { Logger } from '../log.ts';
import { PolicyFileError, readPolicyFile } from '../policy-file.ts';

export interface PolicyHolder {
  current(): PolicyInForce;
  /** Reads the file anew; a bad one keeps the policy that is in force. @returns whether it was taken */
  reload(): boolean;
}

export function createPolicyHolder(config: Pick<Config, 'policy'>, logger: Logger): PolicyHolder {
  let current: PolicyInForce = {
    policy: config.policy?.policy ?? BUILT_IN_POLICY,
    path: config.policy?.path,
    since: new Date(),
    failed: undefined,
  };
  return {
    current: () => current,
    reload() {
      const { path } = current;
      if (path === undefined) {
        logger.warn('There is no POLICY_FILE to read anew');
        return false;
      }
      try {
        current = { policy: readPolicyFile(path), path, since: new Date(), failed: undefined };
        logger.info({ path, rules: current.policy.rules.length }, 'The policy was read anew');
        return true;
      } catch (error) {
        if (!(error instanceof PolicyFileError)) throw error;
        current = { ...current, failed: { at: new Date(), why: error.message } };
        logger.error(
          { path, why: error.message },
          'The policy file is not taken: the policy before stays in force',
        );
        return false;
      }
    },
  };
}
