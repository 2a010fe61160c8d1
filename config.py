"""Every setting with its default. The environment overrides each as CURRICULUM_<NAME>; docs/settings.md explains them."""

# Where this installation keeps what it makes: database, keys, queue, mail folder. Relative to the working directory.
DATA_DIR = "instance"
# "development" reloads content on save and shows mail on a page; "production" refuses to start half configured.
ENVIRONMENT = "development"
# Signs session cookies and tokens. Empty: read from DATA_DIR/secret_key, which script/setup makes.
SECRET_KEY = ""
# Earlier secrets that still verify, newest first, while cookies signed with them live.
SECRET_KEY_FALLBACKS: list[str] = []
# SQLAlchemy address of the database. Empty: SQLite in DATA_DIR/curriculum.sqlite.
DATABASE_URL = ""
# Redis for the queue and the rate limits. Empty: the queue is SQLite in DATA_DIR, limits are counted per worker.
REDIS_URL = ""
# The address the world reaches this site by; fixes QR codes, links and the issuer's DID. Nothing is issued in production without it.
PUBLIC_URL = "http://localhost:8000"
# How many reverse proxies in front of the site are trusted to say who the client is.
TRUSTED_PROXIES = 0
# Further folders holding courses/ and exercises/, besides the shipped ones; separated by ":" in the environment.
CONTENT_DIRS = ""
# Folders with live exam banks, kept outside every public repository; separated by ":".
EXAM_DIRS = ""
# Where mail goes: "folder" (DATA_DIR/mail, shown at /development/mail) or smtp://user:password@host:port.
MAIL_URL = "folder"
# The sender of every message.
MAIL_FROM = "AI Trainer School <school@localhost>"
# The organisation whose name stands on certificates where a learner belongs to none.
ISSUER_NAME_KO = "트레이너 학교"
ISSUER_NAME_EN = "AI Trainer School"
# Opens the private keys in DATA_DIR/keys, and encrypts new ones; set it in production. Empty: they lie open, mode 0600.
KEY_PASSPHRASE = ""
# A time-stamping authority (RFC 3161) that witnesses when a PDF was sealed. Empty: the seal says its time alone.
SEAL_TIMESTAMP_URL = ""
# Largest request body in bytes.
MAX_CONTENT_LENGTH = 2 * 1024 * 1024
# Rate limits, in Flask-Limiter's notation.
RATELIMIT_SIGN_IN = "10 per minute"
RATELIMIT_SIGN_UP = "20 per hour"
RATELIMIT_VERIFY = "30 per minute"
RATELIMIT_TRY = "30 per minute"
RATELIMIT_LOG = "120 per minute"
RATELIMIT_API = "600 per minute"
RATELIMIT_BULK = "30 per hour"
# Failed sign-ins an account (and an address) may collect in fifteen minutes before further tries wait.
FAILED_SIGN_INS = 10
# Seconds after the deadline during which a hand-in still counts, for the time the network takes.
EXAM_GRACE_SECONDS = 10
# Networks beside the public internet to which webhooks may be sent, such as 10.20.0.0/16; separated by ",".
WEBHOOK_NETWORKS = ""
# Whether an employer may search as soon as its domain is confirmed. False: an administrator lets each one in.
EMPLOYERS_OPEN = False
# Contact requests an employer may send within 24 hours.
CONTACTS_A_DAY = 10
# Searches, and pages of them, one address may ask of the talent pool.
RATELIMIT_TALENT = "120 per minute"
