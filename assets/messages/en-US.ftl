### One catalogue for screen, paper and mail.

## Paper: vouchers, receipts and credit notes. `method-*` is shared with the screen.

method-cash = Cash
method-card = Card
method-transfer = Bank transfer
method-oxxo = OXXO
method-seven-eleven = 7-Eleven
method-others-cash-mx = Pharmacies and stores
method-bank-referenced = Bank reference
method-spei = SPEI
method-link = Payment link
method-qr = QR code

# On screen and paper.
till-label = Till { $number }
tax-rate = { $code } { $percent }%
tax-exempt = { $code } exempt

paper-kind-oxxo = cash payment
paper-kind-seven-eleven = cash payment
paper-kind-others-cash-mx = cash payment
paper-kind-bank-referenced = branch, cash machine or bank app
paper-kind-spei = bank transfer
paper-kind-other = payment voucher

paper-amount-exact = Exact amount
paper-pay-before = Pay before
paper-how-to-pay = How to pay
paper-sale-note = Sales note
paper-reference = Reference
paper-customer = Customer
paper-concept = For
paper-bank = Bank
paper-bank-receiving = Receiving bank
paper-any-bank = your bank
paper-clabe = CLABE
paper-scan = Scan to get these details on your phone
paper-contact = Questions? { $contact }
paper-not-fiscal = Not valid as a tax invoice
paper-training = TRAINING · NO VALUE
paper-cancelled-title = Cancelled: do not pay
paper-cancelled-note = This voucher can still be paid until it expires. If it is paid, { $shop } receives the money and keeps it to your credit.

# One step a line, in the order the payer takes them.
paper-steps-oxxo =
    Tell the cashier it is a service payment (pago de servicio) and show this code.
    Pay the exact amount in cash; the store may charge a fee.
    Keep your receipt. { $shop } sees the payment on the next business day.
paper-steps-seven-eleven =
    Tell the 7-Eleven cashier it is a service payment (pago de servicio) and show this code.
    Pay the exact amount in cash; the store may charge a fee.
    Keep your receipt. { $shop } sees the payment within minutes.
paper-steps-others-cash-mx =
    Go to Farmacias del Ahorro, Farmacias Benavides or another member store.
    Tell the cashier it is a service payment (pago de servicio) and show this code.
    Pay the exact amount in cash; the store may charge a fee.
    Keep your receipt. { $shop } sees the payment within minutes.
paper-steps-bank-referenced =
    Go to a branch or cash machine of { $bank }, or open its app, and choose service payment.
    Give the whole number under the code, or let them scan it, and pay the exact amount.
    Keep your receipt. { $shop } sees the payment on the next business day.
paper-steps-spei =
    In your bank's app or website choose a transfer to another bank (SPEI).
    Copy the CLABE, reference and amount exactly: if one differs, the payment is not recognized.
    Keep the transfer receipt. { $shop } sees the payment within minutes.
paper-steps-other =
    Show this voucher where you pay.
    Pay the exact amount before it expires.
    Keep the receipt you are given: it is your proof of payment for { $shop }.

paper-credit-note = Credit note
paper-corrects = Corrects note
paper-reason = Reason
paper-cashier = Served by { $name }
paper-quantity = Qty
paper-item = Item
paper-price = Price
paper-line-total = Amount
paper-subtotal = Subtotal
paper-discount = Discount
paper-total = Total
paper-total-credited = Total credited
paper-change = Change
paper-thanks = Thank you for your purchase!
paper-page = Page { $page } of { $pages }

paper-date-long = { $weekday }, { $month } { $day }
paper-date-time = { $date }, { $time }
paper-date-short = { $month } { $day }, { $year }
paper-weekday-1 = Monday
paper-weekday-2 = Tuesday
paper-weekday-3 = Wednesday
paper-weekday-4 = Thursday
paper-weekday-5 = Friday
paper-weekday-6 = Saturday
paper-weekday-7 = Sunday
paper-month-1 = January
paper-month-2 = February
paper-month-3 = March
paper-month-4 = April
paper-month-5 = May
paper-month-6 = June
paper-month-7 = July
paper-month-8 = August
paper-month-9 = September
paper-month-10 = October
paper-month-11 = November
paper-month-12 = December
paper-month-short-1 = Jan
paper-month-short-2 = Feb
paper-month-short-3 = Mar
paper-month-short-4 = Apr
paper-month-short-5 = May
paper-month-short-6 = Jun
paper-month-short-7 = Jul
paper-month-short-8 = Aug
paper-month-short-9 = Sep
paper-month-short-10 = Oct
paper-month-short-11 = Nov
paper-month-short-12 = Dec
paper-zone-mexico-centre = Central Mexico time
paper-zone-mexico-pacific = Mexican Pacific time
paper-zone-mexico-northwest = Northwest Mexico time
paper-zone-mexico-southeast = Southeast Mexico time
paper-zone-argentina = Argentina time
paper-zone-kyiv = Kyiv time
paper-zone-offset = local time (UTC{ $offset })

## Screen: words used everywhere.

ok = Done
back = Back
save = Save
saved = Saved
close = Close
printed = Printed
void = Void
walk-in = Walk-in customer
user-owner = Owner
user-till = Till
user-provider = Provider
training = TRAINING
training-note = none of this is real money
keypad = Keypad
keypad-erase = Erase the last figure
toasts = Notices
duration-days = { $days } d { $hours } h
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min { $seconds } s
print-letter = Print
print-roll = On the roll
print-receipt = Print receipt
check-now = Check now
check-allowed = Can be checked from { $time }
collect-again = Collect again
language-es-MX = Español (México)
language-en-US = English
language-uk-UA = Українська
theme-light = Light
theme-dark = Dark
theme-system = Same as the computer

## Screen: frame.

frame-tabs = Screens
tab-sell = Sell
tab-invoices = Invoices
tab-settings = Settings
line-online = Online
line-offline = Offline
line-idle = Not used yet
line-locked = Locked
status-unsent = { $count } unsent
status-waiting = { $count } waiting
status-review = { $count } to review
toast-paid = { $folio } is paid · { $amount }
toast-open = Open
mode-training = Training
mode-training-explain = A ledger of its own, with a simulated provider. Nothing here reaches a real account, and it can never become a real ledger.
mode-real = Real
mode-real-explain = The books of the shop. Every line is kept and chained to the one before.

## Screen: first run.

first-title = Start selling in one click
first-lead = Open a training shop: a coffee shop with its products, a simulated provider and no account to set up.
first-cash = Take cash and see the change
first-voucher = Give OXXO, 7-Eleven, bank and SPEI vouchers, and see them turn paid
first-wifi-off = Works without the internet; nothing leaves this computer
first-open = Open the training shop
first-note = You can set up the real shop later. What you do in training stays in training.
first-real = Open my own shop instead
about-open-real = Open the real shop
about-open-training = Open the training shop

## Screen: keys.

keys-title = Keys
keys-hint = Click a key, then press the one you prefer.
keys-reset = Restore all
keys-press = Press a key
keys-taken = That key is taken or not free to use
keys-change = { $name }, key { $key }. Change it
keys-quick = 1 to 9 give the quick amounts; the number pad types.
keys-sell = Selling
keys-charge = Charging
keys-waiting = Waiting for a payment
keys-invoices = Invoices
keys-global = Everywhere
key-go-sell = Sell
key-go-invoices = Invoices
key-go-settings = Settings
key-help = Keys
key-search = Search
key-customer = Customer
key-hold = Hold or recall
key-quantity = Quantity
key-discount = Discount
key-ticket-discount = Discount on the whole ticket
key-voucher = Voucher · QR
key-charge = Charge
key-free-amount = Free amount
key-line-up = Line above
key-line-down = Line below
key-remove-line = Remove line
key-undo = Undo
key-sell-enter = Add; empty: charge
key-sell-back = Clear the search
key-finish = Finish
key-finish-print = Finish and print
key-finish-no-paper = Finish without paper
key-method-cash = Cash
key-method-oxxo = OXXO
key-method-seven-eleven = 7-Eleven
key-method-others-cash-mx = Pharmacies and shops
key-method-bank-referenced = Bank reference
key-method-spei = SPEI
key-first-voucher = First voucher, then the next
key-charge-back = Back to the ticket
key-print-letter = Print
key-print-roll = Print on the roll
key-check-now = Check now
key-collect-again = Collect again
key-cancel-voucher = Cancel
key-leave = Leave pending
key-leave-back = Leave pending
key-find-invoice = Find
key-invoice-up = Up
key-invoice-down = Down
key-invoice-page-up = Page up
key-invoice-page-down = Page down
key-invoice-open = Open
key-invoice-print = Print
key-invoice-check = Check now
key-invoice-collect = Collect
key-invoices-back = Clear the search

## Screen: sell.

sell-search = Scan or search for a product
sell-results = Results
sell-categories = Categories
sell-favourites = Favourites
sell-free-amount = Free amount
sell-open-price = Amount at the sale
sell-add-amount = Add this amount as a line
sell-no-products = Nothing in this category yet
sell-no-products-hint = Choose another category, or type an amount and press Enter.
sell-nothing-found = Nothing found for “{ $text }”
sell-nothing-found-hint = Try part of the name, or type an amount such as 123.50.
sell-ticket = Ticket
sell-clear = Clear
sell-cleared = Ticket cleared
sell-undo = Undo
sell-empty = The ticket is empty
sell-empty-hint = Scan a product, choose one on the left, or type an amount.
sell-empty-notice = There is nothing to charge yet
sell-recall = Recall ({ $count })
sell-held = Ticket on hold
sell-held-hint = F4 on an empty ticket brings it back.
sell-none-held = No ticket is on hold
sell-none-held-hint = F4 on a ticket with lines puts it on hold.
sell-no-line = There is no line to change
sell-each = { $price } each
sell-line-discount = { $discount } off
sell-discount = Discount
sell-subtotal = Subtotal
sell-total = Total
action-quantity = Quantity
action-discount = Discount
action-remove = Remove
action-hold = Hold
action-charge = Charge
scan-unknown = Unknown code { $code }
scan-unknown-hint = The ticket has not changed. Search for the product by name.
scan-in-sheet = Scan not added
scan-in-sheet-hint = Finish or go back first, then scan it again.
held-title = Tickets on hold
held-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
ask-quantity = Quantity
ask-quantity-hint = Whole or with decimals: 3 or 0.250.
ask-discount = Discount on the line
ask-discount-hint = A share such as 10 %, or an amount such as 15.00. Empty takes it away.
ask-discount-none = None
ask-ticket-discount = Discount on the ticket
ask-ticket-discount-hint = A share such as 10 %, or an amount such as 15.00. Empty takes it away.
ask-customer = Customer
ask-customer-hint = The name goes on the invoice and the voucher. Empty is a walk-in customer.
ask-hold = Hold this ticket
ask-hold-hint = A name to find it by, or nothing.
ask-amount = { $name }
ask-amount-hint = The amount, tax included.

## Screen: charge.

charge-title = Charge
charge-due = To charge
charge-methods = Methods
charge-received = Received
charge-change = Change
charge-not-enough = That is less than the total
charge-no-paper = No paper
charge-finish-print = Charge and print
charge-issue = Issue the voucher
charge-queue = Queue the voucher
charge-even-so = Go on even so
charge-not-issued = Not issued yet
charge-queued-explain = There is no connection. The { $method } voucher goes out by itself when it comes back, to this e-mail or phone. Until then the customer has nothing to pay with.
charge-email = Customer's e-mail
charge-phone = Customer's phone
charge-hint-cash = drawer
charge-hint-oxxo = barcode, confirms next day
charge-hint-seven-eleven = barcode, confirms at once
charge-hint-others-cash-mx = barcode, pharmacies and shops
charge-hint-bank-referenced = branch, cash machine or app
charge-hint-spei = CLABE and QR, minutes
charge-hint-days = { $words } · { $days ->
    [one] { $days }{ "\u00A0" }day
   *[other] { $days }{ "\u00A0" }days
}
charge-expires-in = The voucher can be paid for { $days ->
    [one] { $days } day.
   *[other] { $days } days.
}
charge-explain-oxxo = The customer shows the barcode at any OXXO and pays in cash. OXXO confirms on the next working day.
charge-explain-seven-eleven = The customer shows the barcode at any 7-Eleven and pays in cash. The payment is confirmed within minutes.
charge-explain-others-cash-mx = The customer shows the barcode at a pharmacy or affiliated shop and pays in cash.
charge-explain-bank-referenced = The customer pays the reference at a branch, a cash machine or in the bank's app.
charge-explain-spei = The customer transfers to the CLABE, or scans the QR with the bank's app. It usually takes minutes.
charge-explain-other = The customer pays with the voucher that the provider issues.
charge-voucher-next = Enter issues the invoice and shows the voucher; you can sell on while it is paid.
done-title = Sale complete
done-change = Change due
done-no-change = No change
done-invoice = Invoice
done-next = Next sale
done-hint = Any key or the next scan starts the next sale.

## Screen: waiting for a payment. `stage-*` are the states of a charge.

waiting-title = Invoice { $folio }
waiting-steps = How far the payment is
waiting-barcode = Barcode { $digits }
waiting-qr = QR code with the transfer's data
waiting-reference = Reference
waiting-clabe = CLABE
waiting-bank = Bank
waiting-expires = Expires
waiting-expired = Expired
waiting-left = in { $left }
waiting-next-check = next check { $time }
waiting-received = Received
waiting-leave = Leave pending
waiting-cancel = Cancel the voucher
waiting-provider-says = The provider says: “{ $text }”
waiting-send-after-all = Send it now
waiting-asks-explain = This voucher has waited for more than a day. Ask whether the customer still wants it, then send it or cancel it.
step-issued = Issued
step-not-issued = Not issued yet
step-customer = Waiting for the customer
step-paid = Paid
step-confirms-oxxo = OXXO confirms the next day
step-confirms-seven-eleven = confirmed within minutes
step-confirms-others-cash-mx = confirmed within minutes
step-confirms-bank-referenced = the bank confirms the next day
step-confirms-spei = usually minutes
stage-queued = Not issued yet
stage-queued-explain = The voucher has not been sent: there is no connection. It goes out by itself when it comes back, and to the customer's e-mail or phone. You can sell on.
stage-sending = Asking the provider
stage-sending-explain = The request is on its way. This takes a few seconds.
stage-unknown = Being checked
stage-unknown-explain = The provider's answer did not arrive, so nobody can say yet whether the voucher exists. Cobro is looking it up by its reference. The customer has nothing to pay with: you may leave this pending, or collect again.
stage-issued = Waiting for payment
stage-authorized = Held
stage-authorized-explain = The money is held but not collected yet.
stage-paid = Paid
stage-declined = Declined
stage-declined-explain = The payment was declined and no money moved. The invoice is still owed: collect it again, by this method or another.
stage-expired = Expired
stage-expired-explain = The time to pay ran out. Cobro keeps watching in case a late payment arrives. The invoice is still owed.
stage-cancelled = Cancelled
stage-cancelled-explain = The voucher was cancelled here, but the store can still take money for it until it expires. If that happens, it shows up on this invoice.
stage-refused = Not accepted
stage-refused-explain = The provider did not issue the voucher. The invoice is kept and still owed: collect it another way.
stage-voided = Released
stage-lapsed = Lapsed
stage-lapsed-explain = The hold ran out before the money was collected. The invoice is still owed.
stage-disputed = Disputed
stage-disputed-explain = The payer disputes this payment. Answer the provider before its deadline.
stage-reversed = Reversed
stage-reversed-explain = The money was taken back. The invoice is owed again.
flag-partial = Paid in part
flag-over = Overpaid
flag-late = Paid late
flag-mismatch = Does not match
flag-marked = Marked by hand
flag-disputed = Disputed
flag-partial-explain = Less arrived than was asked. The rest is still owed.
flag-over-explain = More arrived than was asked. The surplus is kept in the customer's favour.
flag-late-explain = The money arrived after the voucher had ended. It counts; check that nobody paid twice.
flag-mismatch-explain = What the provider reports does not match what was asked. Nothing is lost; a person has to look.
flag-marked-explain = Marked as paid by hand, and not confirmed by the provider yet.
flag-disputed-explain = The payer disputes this payment.
cancel-title = Cancel this voucher?
cancel-explain = It is only cancelled here: the store can still take money for it until it expires. Cobro keeps watching. The invoice stays open.
cancel-keep = Keep it
cancel-do = Cancel the voucher
customer-title = Act as the customer
customer-hint = Only in training: what happens at the store.
customer-pay = Pay
customer-underpay = Pay too little
customer-overpay = Pay too much
customer-decline = Decline
customer-hour = One hour later
customer-day = Next day

## Screen: invoices. `standing-*` are the words of the list, `timeline-*` the facts of an invoice.

invoices-today = today · { $count } · { $total }
invoices-search = Folio or customer
invoices-filters = Filters
invoices-none-found = No invoice matches
invoices-none-found-hint = Try the end of the folio, or part of the customer's name.
invoices-empty-all = No invoices yet
invoices-empty-waiting = Nobody owes a voucher
invoices-empty-paid = Nothing has been paid yet
invoices-empty-review = Nothing to review
invoices-empty-unsent = Everything has been sent
invoices-empty-voided = No invoice has been voided
invoices-empty-hint = Sales appear here as soon as they are charged.
filter-all = All
filter-waiting = Waiting
filter-paid = Paid
filter-review = To review
filter-unsent = Unsent
filter-voided = Voided
column-folio = Folio
column-customer = Customer
column-method = Method
column-total = Amount
column-standing = State
column-time = Time
standing-open = Open
standing-waiting = Waiting
standing-unsent = Unsent
standing-checking = Checking
standing-paid = Paid
standing-voided = Voided
standing-failed = Not paid
standing-over = Overpaid
standing-late = Paid late
standing-partial = Paid in part
standing-mismatch = No match
standing-disputed = Disputed
detail-title = Invoice
detail-empty = No invoice chosen
detail-empty-hint = Choose one in the list with ↑ and ↓.
detail-due = Still owed
detail-credit-note = Credit note
detail-lines = Items
detail-open-voucher = Show voucher
timeline-title = What happened
timeline-invoice-issued = Invoice issued
timeline-charge-requested = Voucher asked for · { $detail } { $amount }
timeline-voucher-issued = Voucher issued { $detail }
timeline-charge-pending = Provider asked: still waiting
timeline-charge-paid = Payment received · { $amount } { $detail }
timeline-charge-declined = Payment declined { $detail }
timeline-charge-expired = Voucher expired
timeline-charge-cancelled = Voucher cancelled
timeline-cash-received = Cash received · { $amount }
timeline-payment-received = Payment received · { $amount } { $detail }
timeline-invoice-voided = Invoice voided · { $detail }
timeline-document-printed = Printed { $detail }
timeline-case-opened = A person has to look · { $detail }
void-title = Void invoice { $folio }
void-explain = The invoice stays in the books with a credit note against it. Its vouchers are cancelled and stay watched.
void-reason = Reason
void-reason-hint = It is kept with the credit note.
void-do = Void with a credit note
void-done = Invoice voided

## Screen: settings.

settings-company = Company
settings-accounts = Merchant accounts
settings-look = Language and look
settings-secrets = Secrets
settings-about = About
company-hint = What customers read on invoices and vouchers.
company-name = Name
company-rfc = RFC
company-rfc-hint = 12 or 13 characters, as on the tax certificate.
company-rfc-doubtful = The last character does not check. Compare it with the tax certificate; it has been saved as typed.
company-address = Address
company-email = E-mail
company-phone = Phone
company-zone = Time zone
company-zone-hint = Such as America/Mexico_City; it sets the times on screen and paper.
accounts-hint = Who collects vouchers and transfers for the shop.
accounts-empty = No merchant account yet
accounts-empty-hint = Add the one you have with your provider. Cash works without any.
account-new = New account
account-edit = Edit
account-training = Training account
account-inactive = Switched off
account-no-secrets = Keys missing
account-provider = Provider
account-name = Name
account-name-hint = Only for you, such as “PayU, main branch”.
field-merchant-id = Merchant ID
field-account-id = Account ID
field-api-login = API login
field-api-key = API key
account-secret-kept = Kept. Leave it empty unless it changes.
field-payments-url = Payments address
field-reports-url = Reports address
account-payer-name = Payer name for walk-ins
account-payer-hint = The provider asks for a name and an e-mail; these go on vouchers without a customer.
account-payer-email = Payer e-mail for walk-ins
account-active = In use
account-active-hint = Offered when charging.
account-is-test = Test account
account-is-test-hint = Allows the provider's test addresses in a real ledger.
account-test = Test the connection
account-testing = Testing…
account-works = Connected in { $ms } ms. It offers:
account-method-off = { $name }: not activated
account-method-unknown = { $name }: not used by Cobro
look-language = Language
look-theme = Theme
look-text-size = Text size
look-percent = { $size } %
secrets-hint = The keys of the merchant accounts are never in the ledger, in a backup or on screen.
secrets-keyring = Kept in this computer's keyring
secrets-keyring-explain = They open with your session. There is nothing to do.
secrets-vault-open = The vault is open
secrets-vault-open-explain = It closes when Cobro does.
secrets-vault-locked = The vault is locked
secrets-vault-locked-explain = Cash works. Vouchers wait until you unlock it.
secrets-vault-new = There is no vault yet
secrets-vault-new-explain = This computer has no keyring. Choose a passphrase; without it the keys cannot be read, and nobody can recover it.
secrets-passphrase = Passphrase
secrets-choose = Choose a passphrase
secrets-unlock = Unlock
secrets-create = Create the vault
about-version = Version
about-shop = Shop
about-till = Till
about-mode = Ledger
about-licence = Licence
about-licence-text = Apache 2.0; the Inter typeface under the SIL Open Font License.

## Screen: errors. What happened; `.kept` what was kept; `.todo` what to do.

error-amount-malformed = “{ $text }” is not an amount.
    .todo = Type figures such as 123.50.
error-amount-too-many-decimals = “{ $text }” has more decimals than the currency.
    .todo = Type it with two decimals at most.
error-amount-too-large = That amount is too large.
    .todo = Check the figures you typed.
error-amount-below-minimum = { $method } starts at { $minimum }.
    .todo = Use another method.
error-amount-above-maximum = { $method } goes up to { $maximum }.
    .todo = Use another method.
error-quantity-malformed = “{ $text }” is not a quantity.
    .todo = Type a number above zero, such as 3 or 0.250.
error-discount-out-of-range = The discount is larger than the price.
    .todo = Type up to 100 %, or an amount up to the price.
error-name-empty = This cannot be empty.
    .todo = Type something and try again.
error-name-too-long = The text has { $length } characters; up to { $max } fit.
    .todo = Shorten it and try again.
error-rfc-malformed = That is not an RFC.
    .todo = It has 12 characters for a company and 13 for a person, without spaces.
error-rfc-date = The date in the RFC, { $digits }, does not exist.
    .todo = Compare it with the tax certificate.
error-email-malformed = “{ $text }” is not an e-mail address.
    .todo = Check it, such as name@example.com.
error-ticket-empty = The ticket is empty.
    .todo = Add something first.
error-ticket-too-long = The ticket already has { $max } lines.
    .kept = The ticket is as it was.
    .todo = Charge it and carry on in another.
error-cash-too-little = { $missing } is missing.
    .kept = The ticket is still open.
    .todo = Type what the customer gave you.
error-not-found = That no longer exists.
    .kept = Nothing was changed.
    .todo = Search for it again.
error-invoice-not-voidable = This invoice cannot be voided: { $state }.
    .kept = The invoice is as it was.
    .todo = Money that came in has to be given back first.
error-overpays-invoice = Another voucher for { $live } can still be paid.
    .kept = Nothing was issued.
    .todo = If the customer could pay both, wait or cancel that one. To go on, confirm.
error-contact-needed = A queued voucher needs somewhere to go.
    .kept = The ticket is still open.
    .todo = Ask the customer for an e-mail or a phone.
error-payer-needed = The provider wants a payer name and e-mail.
    .kept = The ticket is still open.
    .todo = Fill in the payer for walk-ins, in Settings, Merchant accounts.
error-check-too-soon = The provider can be asked again from { $time }.
    .todo = Cobro asks by itself; you can sell on.
error-account-missing = No merchant account can do this.
    .kept = The ticket is still open.
    .todo = Add one in Settings, or take cash.
error-credentials-refused = The provider refused the keys: “{ $text }”.
    .kept = Nothing was collected.
    .todo = Compare the merchant account in Settings with the provider's panel.
error-provider-unreachable = The provider cannot be reached.
    .kept = What you did is kept.
    .todo = Check the internet. Cash works, and vouchers can be queued.
error-provider-answer-unreadable = The provider's answer makes no sense: “{ $excerpt }”.
    .kept = The invoice is kept and is being checked.
    .todo = Do not repeat it; wait for the check, or call the provider.
error-provider-refused = The provider did not accept it: “{ $text }”.
    .kept = The invoice is kept and still owed.
    .todo = Collect it another way.
error-provider-clock = This computer's clock is { $minutes } minutes off.
    .kept = Nothing was sent.
    .todo = Set the computer's time and try again.
error-address-not-allowed = The address { $address } is not allowed here.
    .kept = The account was not saved.
    .todo = Use the provider's https address, or mark it as a test account.
error-vault-locked = The vault with the keys is locked.
    .kept = Cash works.
    .todo = Unlock it in Settings, Secrets.
error-vault-passphrase-wrong = That is not the passphrase.
    .todo = Try again; capitals matter.
error-ledger-in-use = The ledger is open in another window: { $by }.
    .kept = Nothing was changed.
    .todo = Close that one and open Cobro again.
error-ledger-newer = This ledger belongs to a newer Cobro (version { $found }; this one knows { $known }).
    .kept = The ledger was not touched.
    .todo = Install the newer Cobro.
error-ledger-damaged = The ledger does not add up: { $detail }.
    .kept = The file was not touched.
    .todo = Do not sell on. Restore the latest backup.
error-quantity-out-of-range = The quantity must be more than zero and at most a million.
    .kept = The ticket is as it was.
    .todo = Type another quantity.
error-zone-unknown = There is no time zone { $zone }.
    .kept = It was not saved.
    .todo = Type one such as America/Mexico_City.
error-not-offered = That merchant account does not have this method.
    .kept = The ticket is still open.
    .todo = Choose another method, or switch the account on in Settings.
error-invoice-not-owed = Nothing is owed on this invoice any more: { $state }.
    .kept = Nothing was charged.
    .todo = See its story under Invoices.
error-account-fixed = The training account cannot be changed.
    .kept = It is as it was.
    .todo = Open your shop’s own books to use an account of yours.
error-field-missing = { $field } is empty.
    .kept = The account was not saved.
    .todo = Copy it from the provider’s panel.
error-field-no-address = { $field } is not an address.
    .kept = The account was not saved.
    .todo = Type an address that begins with https.
error-vault-passphrase-too-short = The passphrase needs { $least } characters or more.
    .todo = Three words that you remember are enough.
error-secrets-damaged = The vault of secrets is damaged.
    .kept = The file was not touched, and cash works.
    .todo = Restore it from a backup, or move it away and type the keys again.
error-secrets-unavailable = The system’s keyring does not answer: { $reason }.
    .kept = Cash works.
    .todo = Log in to the system and try again.
error-training-only = That exists in training only.
    .kept = Nothing was changed.
    .todo = Open the training shop.
error-ledger-read-only = The folder of the books cannot be written.
    .kept = What was confirmed is kept; this is not.
    .todo = Check the rights of the folder, and the disk.
error-disk-full = The disk is full.
    .kept = What was confirmed is kept; this was not.
    .todo = Free some space and try again.
error-paper-failed = It could not be printed: { $detail }.
    .kept = The sale is kept.
    .todo = Check the printer and print again from Invoices.
error-internal = Something broke in Cobro: { $detail }.
    .kept = What was confirmed is kept.
    .todo = Try again. If it happens again, restart Cobro.
