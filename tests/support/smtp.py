"""A mail server for tests: takes mails on loopback, and is as difficult as its arguments say.

It says on standard output, one JSON object a line, which port it has and what has arrived.
"""

import argparse
import asyncio
import base64
import json
import logging
import ssl
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

parser = argparse.ArgumentParser()
parser.add_argument("--encryption", choices=["none", "starttls", "tls"], default="none")
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--login", help="user:password; nothing is taken without it")
parser.add_argument("--repeat", action="store_true", help="repeats what a wrong login was")
parser.add_argument("--refuse", help="the address that does not exist")
parser.add_argument("--refuse-sender", action="store_true")
parser.add_argument("--grey", action="store_true", help="puts every address off once")
parser.add_argument("--drop", type=int, default=0, help="drops the answer to so many mails")
parser.add_argument("--silent", action="store_true", help="never answers a greeting")
parser.add_argument("--full", action="store_true", help="takes no mail, for now")
options = parser.parse_args()

# It warns of logins without encryption, which are what some tests are about.
warnings.simplefilter("ignore")
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


def say(what):
    print(json.dumps(what), flush=True)


def login(_server, session, _envelope, mechanism, given):
    if not isinstance(given, LoginPassword):
        return AuthResult(success=False, handled=False)
    user, password = given.login.decode(), given.password.decode()
    if f"{user}:{password}" == options.login:
        session.user = user
        return AuthResult(success=True)
    blob = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    words = f" {mechanism} {user} {password} {blob}" if options.repeat else ""
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 Not you{words}")


class Inbox:
    """What becomes of each command."""

    def __init__(self):
        self.seen = set()
        self.dropped = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        if options.silent:
            await asyncio.Event().wait()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if options.refuse_sender:
            return "553 5.7.1 You may not send as " + address
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address == options.refuse:
            return "550 5.1.1 Nobody of that name here"
        if options.grey and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if options.full:
            return "452 4.3.1 No room"
        say({
            "mail": {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "hello": session.host_name,
                "user": getattr(session, "user", None),
                "encrypted": session.ssl is not None or options.encryption == "tls",
                "bytes": base64.b64encode(envelope.original_content).decode(),
            }
        })
        if self.dropped < options.drop:
            self.dropped += 1
            server.transport.abort()
            await asyncio.Event().wait()
        return "250 OK"


async def serve():
    context = None
    if options.encryption != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    inbox = Inbox()

    def protocol():
        return SMTP(
            inbox,
            hostname="mail.test",
            ident="ESMTP",
            enable_SMTPUTF8=True,
            tls_context=context if options.encryption == "starttls" else None,
            require_starttls=options.encryption == "starttls",
            auth_required=options.login is not None,
            auth_require_tls=False,
            auth_exclude_mechanism=None if options.login else ["LOGIN", "PLAIN"],
            authenticator=login if options.login else None,
        )

    encrypted = context if options.encryption == "tls" else None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=encrypted)
    say({"ready": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(serve())
