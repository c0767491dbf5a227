import type { Tenant } from './tenant.ts';
import type { SignInSession, TokenService } from './token-service.ts';

export interface Page {
  readonly status: number;
  readonly html: string;
}

/** The page that a sign-in link leads to, in both languages: choose an account, get a code to type in the chat. */
export function showSignIn(tenant: Tenant, session: SignInSession | undefined): Page {
  if (!session) return lost;
  const people = [...tenant.users.values()]
    .filter(({ accountEnabled }) => accountEnabled)
    .toSorted((a, b) => String(a.displayName).localeCompare(String(b.displayName), 'fr'));
  const options = people.map(({ id, displayName }) => {
    const chosen = id === session.expected ? ' selected' : '';
    return `<option value="${escaped(String(id))}"${chosen}>${escaped(String(displayName))}</option>`;
  });
  return {
    status: 200,
    html: layout(`
<p lang="fr">Ceci tient lieu de la page de connexion de Microsoft. Choisissez votre compte.</p>
<p lang="en">This stands in for Microsoft's sign-in page. Choose your account.</p>
<form method="post">
<label for="account">Compte / Account</label>
<select id="account" name="account">${options.join('')}</select>
<button>Se connecter / Sign in</button>
</form>`),
  };
}

/** After signing in: the code. */
export function signInOnPage(
  tenant: Tenant,
  tokens: TokenService,
  session: SignInSession | undefined,
  account: string,
): Page {
  if (!session) return lost;
  const user = tenant.users.get(account.toLowerCase());
  if (!user?.accountEnabled) return showSignIn(tenant, session);
  const code = tokens.signIn(session, String(user.id));
  return {
    status: 200,
    html: layout(`
<p lang="fr">Vous êtes connecté. Tapez ce code dans la conversation avec Guichet :</p>
<p lang="en">You are signed in. Type this code in the chat with Guichet:</p>
<p class="code">${code}</p>
<p lang="fr">Il sert une fois, pendant dix minutes. Vous pouvez fermer cette page.</p>
<p lang="en">It works once, for ten minutes. You may close this page.</p>`),
  };
}

const layout = (body: string): string => `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Connexion / Sign in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
select,button{font:inherit;padding:.5rem;margin:.5rem .5rem .5rem 0}.code{font-size:2.2rem;letter-spacing:.3rem}</style>
</head><body><main><h1>Connexion / Sign in</h1>${body}</main></body></html>`;

const lost: Page = {
  status: 404,
  html: layout(`
<p lang="fr">Ce lien a expiré. Demandez-en un autre dans la conversation.</p>
<p lang="en">This link has expired. Ask for another one in the chat.</p>`),
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
