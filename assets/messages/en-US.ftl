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
    Give the whole reference or let them scan the code, and pay the exact amount.
    Keep your receipt. { $shop } sees the payment on the next business day.
paper-steps-spei =
    In your bank's app or website choose a transfer to another bank (SPEI).
    Copy the CLABE, the reference and the amount as they are: if one differs, the payment is not recognised.
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

paper-date-long = { $weekday }, { $month } { $day }, { $year }
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
