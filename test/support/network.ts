import nock from 'nock';

/** Tests speak to this machine only. Anything else is refused before a name is looked up. */
nock.disableNetConnect();
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/);
