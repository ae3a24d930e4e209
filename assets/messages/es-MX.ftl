### One catalogue for screen, paper and mail.

## Paper: vouchers, receipts and credit notes. `method-*` is shared with the screen.

method-cash = Efectivo
method-card = Tarjeta
method-transfer = Transferencia
method-oxxo = OXXO
method-seven-eleven = 7-Eleven
method-others-cash-mx = Farmacias y tiendas
method-bank-referenced = Referencia bancaria
method-spei = SPEI
method-link = Liga de pago
method-qr = Código QR

paper-kind-oxxo = pago en efectivo
paper-kind-seven-eleven = pago en efectivo
paper-kind-others-cash-mx = pago en efectivo
paper-kind-bank-referenced = sucursal, cajero o app del banco
paper-kind-spei = transferencia bancaria
paper-kind-other = comprobante de pago

paper-amount-exact = Importe exacto
paper-pay-before = Paga antes de
paper-how-to-pay = Cómo pagar
paper-sale-note = Nota de venta
paper-reference = Referencia
paper-customer = Cliente
paper-concept = Concepto
paper-bank = Banco
paper-bank-receiving = Banco destino
paper-any-bank = tu banco
paper-clabe = CLABE
paper-scan = Escanea para tener los datos en tu teléfono
paper-contact = ¿Dudas? { $contact }
paper-not-fiscal = Documento no válido como factura
paper-training = ENTRENAMIENTO · SIN VALOR
paper-cancelled-title = Cancelado: no lo pagues
paper-cancelled-note = Este comprobante todavía se puede pagar hasta que venza. Si se paga, { $shop } recibe el dinero y queda a tu favor.

# One step a line, in the order the payer takes them.
paper-steps-oxxo =
    Di en la caja que harás un pago de servicio y muestra este código.
    Paga en efectivo el importe exacto; la tienda puede cobrar comisión.
    Guarda tu comprobante. { $shop } verá el pago al día hábil siguiente.
paper-steps-seven-eleven =
    Di en la caja de 7-Eleven que harás un pago de servicio y muestra este código.
    Paga en efectivo el importe exacto; la tienda puede cobrar comisión.
    Guarda tu comprobante. { $shop } verá el pago en unos minutos.
paper-steps-others-cash-mx =
    Ve a Farmacias del Ahorro, Farmacias Benavides u otra tienda afiliada.
    Di en la caja que harás un pago de servicio y muestra este código.
    Paga en efectivo el importe exacto; la tienda puede cobrar comisión.
    Guarda tu comprobante. { $shop } verá el pago en unos minutos.
paper-steps-bank-referenced =
    Ve a una sucursal o a un cajero de { $bank }, o abre su app, y elige pago de servicios.
    Da la referencia completa o deja que lean el código, y paga el importe exacto.
    Guarda tu comprobante. { $shop } verá el pago al día hábil siguiente.
paper-steps-spei =
    En la app o el portal de tu banco elige transferir a otro banco (SPEI).
    Copia la CLABE, la referencia y el importe tal cual: si algo cambia, el pago no se reconoce.
    Guarda el comprobante de la transferencia. { $shop } verá el pago en unos minutos.
paper-steps-other =
    Presenta este comprobante donde vayas a pagar.
    Paga el importe exacto antes de que venza.
    Guarda el recibo que te den: es tu prueba de pago para { $shop }.

paper-credit-note = Nota de crédito
paper-corrects = Corrige la nota
paper-reason = Motivo
paper-cashier = Te atendió { $name }
paper-quantity = Cant.
paper-item = Artículo
paper-price = Precio
paper-line-total = Importe
paper-subtotal = Subtotal
paper-discount = Descuento
paper-total = Total
paper-total-credited = Total devuelto
paper-change = Cambio
paper-thanks = ¡Gracias por tu compra!
paper-page = Página { $page } de { $pages }

paper-date-long = { $weekday } { $day } de { $month } de { $year }
paper-date-time = { $date }, { $time }
paper-date-short = { $day } { $month } { $year }
paper-weekday-1 = lunes
paper-weekday-2 = martes
paper-weekday-3 = miércoles
paper-weekday-4 = jueves
paper-weekday-5 = viernes
paper-weekday-6 = sábado
paper-weekday-7 = domingo
paper-month-1 = enero
paper-month-2 = febrero
paper-month-3 = marzo
paper-month-4 = abril
paper-month-5 = mayo
paper-month-6 = junio
paper-month-7 = julio
paper-month-8 = agosto
paper-month-9 = septiembre
paper-month-10 = octubre
paper-month-11 = noviembre
paper-month-12 = diciembre
paper-month-short-1 = ene
paper-month-short-2 = feb
paper-month-short-3 = mar
paper-month-short-4 = abr
paper-month-short-5 = may
paper-month-short-6 = jun
paper-month-short-7 = jul
paper-month-short-8 = ago
paper-month-short-9 = sep
paper-month-short-10 = oct
paper-month-short-11 = nov
paper-month-short-12 = dic
paper-zone-mexico-centre = hora del centro de México
paper-zone-mexico-pacific = hora del Pacífico de México
paper-zone-mexico-northwest = hora del noroeste de México
paper-zone-mexico-southeast = hora del sureste de México
paper-zone-argentina = hora de Argentina
paper-zone-kyiv = hora de Kyiv
paper-zone-offset = hora local (UTC{ $offset })
