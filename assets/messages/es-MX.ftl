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

# On screen and paper.
till-label = Caja { $number }
tax-rate = { $code } { $percent } %
tax-exempt = { $code } exento

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
    Da completo el número que está bajo el código, o deja que lo lean, y paga el importe exacto.
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

paper-date-long = { $weekday } { $day } de { $month }
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

## Screen: words used everywhere.

ok = Listo
back = Volver
save = Guardar
saved = Guardado
close = Cerrar
printed = Impreso
void = Anular
walk-in = Público en general
user-owner = Propietario
user-till = Caja
user-provider = Proveedor
training = PRÁCTICA
training-note = nada de esto es dinero real
keypad = Teclado
keypad-erase = Borrar la última cifra
toasts = Avisos
duration-days = { $days } d { $hours } h
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min { $seconds } s
print-letter = Imprimir
print-roll = En rollo
print-receipt = Imprimir recibo
check-now = Consultar
check-allowed = Se puede consultar desde { $time }
collect-again = Cobrar de nuevo
language-es-MX = Español (México)
language-en-US = English
language-uk-UA = Українська
theme-light = Claro
theme-dark = Oscuro
theme-system = Como la computadora

## Screen: frame.

frame-tabs = Pantallas
tab-sell = Vender
tab-invoices = Notas
tab-settings = Ajustes
line-online = En línea
line-offline = Sin conexión
line-idle = Sin usar aún
line-locked = Bloqueado
status-unsent = { $count } por enviar
status-waiting = { $count } en espera
status-review = { $count } por revisar
toast-paid = { $folio } pagada · { $amount }
toast-open = Abrir
mode-training = Práctica
mode-training-explain = Un libro aparte, con un proveedor simulado. Nada de aquí llega a una cuenta real, y nunca se convierte en un libro real.
mode-real = Real
mode-real-explain = Los libros de la tienda. Cada línea se conserva y queda encadenada a la anterior.

## Screen: first run.

first-title = Empieza a vender con un clic
first-lead = Abre una tienda de práctica: una cafetería con sus productos, un proveedor simulado y ninguna cuenta que configurar.
first-cash = Cobra en efectivo y ve el cambio
first-voucher = Da vouchers de OXXO, 7-Eleven, banco y SPEI, y ve cómo se pagan
first-wifi-off = Funciona sin internet; nada sale de esta computadora
first-open = Abrir la tienda de práctica
first-note = Después configuras la tienda real. Lo que hagas en práctica se queda en práctica.
first-real = Abrir mi propia tienda
about-open-real = Abrir la tienda real
about-open-training = Abrir la tienda de práctica

## Screen: keys.

keys-title = Teclas
keys-hint = Haz clic en una tecla y oprime la que prefieras.
keys-reset = Restaurar todas
keys-press = Oprime una tecla
keys-taken = Esa tecla está ocupada o no se puede usar
keys-change = { $name }, tecla { $key }. Cambiarla
keys-quick = 1 a 9 dan los importes rápidos; el teclado numérico escribe.
keys-sell = Al vender
keys-charge = Al cobrar
keys-waiting = Al esperar un pago
keys-invoices = Notas
keys-global = En todas partes
key-go-sell = Vender
key-go-invoices = Notas
key-go-settings = Ajustes
key-help = Teclas
key-search = Buscar
key-customer = Cliente
key-hold = Apartar
key-quantity = Cantidad
key-discount = Descuento
key-ticket-discount = Descuento a todo el ticket
key-voucher = Voucher · QR
key-charge = Cobrar
key-free-amount = Importe libre
key-line-up = Línea anterior
key-line-down = Línea siguiente
key-remove-line = Quitar línea
key-undo = Deshacer
key-sell-enter = Agregar; vacío: cobrar
key-sell-back = Limpiar la búsqueda
key-finish = Terminar
key-finish-print = Terminar e imprimir
key-finish-no-paper = Terminar sin papel
key-method-cash = Efectivo
key-method-oxxo = OXXO
key-method-seven-eleven = 7-Eleven
key-method-others-cash-mx = Farmacias y tiendas
key-method-bank-referenced = Referencia bancaria
key-method-spei = SPEI
key-first-voucher = Primer voucher, luego el siguiente
key-charge-back = Volver al ticket
key-print-letter = Imprimir
key-print-roll = Imprimir en rollo
key-check-now = Consultar
key-collect-again = Cobrar de nuevo
key-cancel-voucher = Cancelar
key-leave = Dejar pendiente
key-leave-back = Dejar pendiente
key-find-invoice = Buscar
key-invoice-up = Subir
key-invoice-down = Bajar
key-invoice-page-up = Página anterior
key-invoice-page-down = Página siguiente
key-invoice-open = Abrir
key-invoice-print = Imprimir
key-invoice-check = Consultar
key-invoice-collect = Cobrar
key-invoices-back = Limpiar la búsqueda

## Screen: sell.

sell-search = Escanea o busca un producto
sell-results = Resultados
sell-categories = Categorías
sell-favourites = Favoritos
sell-free-amount = Importe libre
sell-open-price = Importe al vender
sell-add-amount = Agregar este importe como línea
sell-no-products = Aún no hay nada en esta categoría
sell-no-products-hint = Elige otra categoría, o escribe un importe y oprime Enter.
sell-nothing-found = Nada para «{ $text }»
sell-nothing-found-hint = Prueba con parte del nombre, o escribe un importe como 123.50.
sell-ticket = Ticket
sell-clear = Vaciar
sell-cleared = Ticket vaciado
sell-undo = Deshacer
sell-empty = El ticket está vacío
sell-empty-hint = Escanea un producto, elige uno a la izquierda o escribe un importe.
sell-empty-notice = Aún no hay nada que cobrar
sell-recall = Recuperar ({ $count })
sell-held = Ticket apartado
sell-held-hint = F4 con el ticket vacío lo trae de vuelta.
sell-none-held = No hay tickets apartados
sell-none-held-hint = F4 en un ticket con líneas lo aparta.
sell-no-line = No hay línea que cambiar
sell-each = { $price } c/u
sell-line-discount = descuento { $discount }
sell-discount = Descuento
sell-subtotal = Subtotal
sell-total = Total
action-quantity = Cantidad
action-discount = Descuento
action-remove = Quitar
action-hold = Apartar
action-charge = Cobrar
scan-unknown = Código desconocido { $code }
scan-unknown-hint = El ticket no cambió. Busca el producto por nombre.
scan-in-sheet = Escaneo sin agregar
scan-in-sheet-hint = Termina o vuelve primero, y escanéalo otra vez.
held-title = Tickets apartados
held-lines = { $count ->
    [one] { $count } línea
   *[other] { $count } líneas
}
ask-quantity = Cantidad
ask-quantity-hint = Entera o con decimales: 3 o 0.250.
ask-discount = Descuento de la línea
ask-discount-hint = Un porcentaje como 10 %, o un importe como 15.00. Vacío lo quita.
ask-discount-none = Ninguno
ask-ticket-discount = Descuento del ticket
ask-ticket-discount-hint = Un porcentaje como 10 %, o un importe como 15.00. Vacío lo quita.
ask-customer = Cliente
ask-customer-hint = El nombre va en la nota y en el voucher. Vacío es público en general.
ask-hold = Apartar este ticket
ask-hold-hint = Un nombre para encontrarlo, o nada.
ask-amount = { $name }
ask-amount-hint = El importe, con impuestos.

## Screen: charge.

charge-title = Cobrar
charge-due = Por cobrar
charge-methods = Métodos
charge-received = Recibido
charge-change = Cambio
charge-not-enough = Es menos que el total
charge-no-paper = Sin papel
charge-finish-print = Cobrar e imprimir
charge-issue = Emitir el voucher
charge-queue = Dejar el voucher en cola
charge-even-so = Seguir de todos modos
charge-not-issued = Aún sin emitir
charge-queued-explain = No hay conexión. El voucher de { $method } sale solo cuando vuelva, a este correo o teléfono. Hasta entonces el cliente no tiene con qué pagar.
charge-email = Correo del cliente
charge-phone = Teléfono del cliente
charge-hint-cash = cajón
charge-hint-oxxo = código de barras, confirma al día siguiente
charge-hint-seven-eleven = código de barras, confirma al momento
charge-hint-others-cash-mx = código de barras, varias cadenas
charge-hint-bank-referenced = ventanilla, cajero o app
charge-hint-spei = CLABE y QR, minutos
charge-hint-days = { $words } · { $days ->
    [one] { $days }{ "\u00A0" }día
   *[other] { $days }{ "\u00A0" }días
}
charge-expires-in = El voucher se puede pagar durante { $days ->
    [one] { $days } día.
   *[other] { $days } días.
}
charge-explain-oxxo = El cliente muestra el código de barras en cualquier OXXO y paga en efectivo. OXXO confirma al día hábil siguiente.
charge-explain-seven-eleven = El cliente muestra el código de barras en cualquier 7-Eleven y paga en efectivo. El pago se confirma en minutos.
charge-explain-others-cash-mx = El cliente muestra el código de barras en una farmacia o tienda afiliada y paga en efectivo.
charge-explain-bank-referenced = El cliente paga la referencia en ventanilla, en un cajero o en la app del banco.
charge-explain-spei = El cliente transfiere a la CLABE, o escanea el QR con la app de su banco. Suele tardar minutos.
charge-explain-other = El cliente paga con el voucher que emite el proveedor.
charge-voucher-next = Enter emite la nota y muestra el voucher; puedes seguir vendiendo mientras lo pagan.
done-title = Venta terminada
done-change = Cambio
done-no-change = Sin cambio
done-invoice = Nota
done-next = Siguiente venta
done-hint = Cualquier tecla o el siguiente escaneo empieza otra venta.

## Screen: waiting for a payment. `stage-*` are the states of a charge.

waiting-title = Nota { $folio }
waiting-steps = Cómo va el pago
waiting-barcode = Código de barras { $digits }
waiting-qr = Código QR con los datos de la transferencia
waiting-reference = Referencia
waiting-clabe = CLABE
waiting-bank = Banco
waiting-expires = Vence
waiting-expired = Venció
waiting-left = en { $left }
waiting-next-check = próxima consulta { $time }
waiting-received = Recibido
waiting-leave = Dejar pendiente
waiting-cancel = Cancelar el voucher
waiting-provider-says = El proveedor dice: «{ $text }»
waiting-send-after-all = Enviarlo ahora
waiting-asks-explain = Este voucher lleva más de un día esperando. Pregunta si el cliente todavía lo quiere, y envíalo o cancélalo.
step-issued = Emitido
step-not-issued = Aún sin emitir
step-customer = Esperando al cliente
step-paid = Pagado
step-confirms-oxxo = OXXO confirma al día siguiente
step-confirms-seven-eleven = se confirma en minutos
step-confirms-others-cash-mx = se confirma en minutos
step-confirms-bank-referenced = el banco confirma al día siguiente
step-confirms-spei = suele tardar minutos
stage-queued = Aún sin emitir
stage-queued-explain = El voucher no se ha enviado: no hay conexión. Sale solo cuando vuelva, y llega al correo o teléfono del cliente. Puedes seguir vendiendo.
stage-sending = Pidiéndolo al proveedor
stage-sending-explain = La petición va en camino. Tarda unos segundos.
stage-unknown = En verificación
stage-unknown-explain = La respuesta del proveedor no llegó, así que nadie puede decir todavía si el voucher existe. Cobro lo está buscando por su referencia. El cliente no tiene con qué pagar: puedes dejarlo pendiente o cobrar de nuevo.
stage-issued = Esperando pago
stage-authorized = Retenido
stage-authorized-explain = El dinero está retenido pero aún no se cobra.
stage-paid = Pagado
stage-declined = Rechazado
stage-declined-explain = El pago fue rechazado y no se movió dinero. La nota se sigue debiendo: cóbrala de nuevo, por este método u otro.
stage-expired = Vencido
stage-expired-explain = Se acabó el tiempo para pagar. Cobro sigue atento por si llega un pago tardío. La nota se sigue debiendo.
stage-cancelled = Cancelado
stage-cancelled-explain = El voucher se canceló aquí, pero la tienda todavía puede cobrarlo hasta que venza. Si pasa, aparece en esta nota.
stage-refused = No aceptado
stage-refused-explain = El proveedor no emitió el voucher. La nota se conserva y se sigue debiendo: cóbrala de otra manera.
stage-voided = Liberado
stage-lapsed = Caducado
stage-lapsed-explain = La retención caducó antes de cobrarse. La nota se sigue debiendo.
stage-disputed = En disputa
stage-disputed-explain = Quien pagó disputa este cobro. Responde al proveedor antes de su plazo.
stage-reversed = Revertido
stage-reversed-explain = El dinero se regresó. La nota se debe otra vez.
flag-partial = Pagada en parte
flag-over = Pagada de más
flag-late = Pago tardío
flag-mismatch = No coincide
flag-marked = Marcada a mano
flag-disputed = En disputa
flag-partial-explain = Llegó menos de lo pedido. El resto se sigue debiendo.
flag-over-explain = Llegó más de lo pedido. El excedente queda a favor del cliente.
flag-late-explain = El dinero llegó cuando el voucher ya había terminado. Cuenta; revisa que no se haya pagado dos veces.
flag-mismatch-explain = Lo que informa el proveedor no coincide con lo pedido. No se pierde nada; alguien debe revisarlo.
flag-marked-explain = Marcada como pagada a mano, y el proveedor aún no la confirma.
flag-disputed-explain = Quien pagó disputa este pago.
cancel-title = ¿Cancelar este voucher?
cancel-explain = Solo se cancela aquí: la tienda todavía puede cobrarlo hasta que venza. Cobro sigue atento. La nota queda abierta.
cancel-keep = Conservarlo
cancel-do = Cancelar el voucher
customer-title = Haz de cliente
customer-hint = Solo en práctica: lo que pasa en la tienda.
customer-pay = Pagar
customer-underpay = Pagar de menos
customer-overpay = Pagar de más
customer-decline = Rechazar
customer-hour = Una hora después
customer-day = Al día siguiente

## Screen: invoices. `standing-*` are the words of the list, `timeline-*` the facts of an invoice.

invoices-today = hoy · { $count } · { $total }
invoices-search = Folio o cliente
invoices-filters = Filtros
invoices-none-found = Ninguna nota coincide
invoices-none-found-hint = Prueba con el final del folio o parte del nombre del cliente.
invoices-empty-all = Aún no hay notas
invoices-empty-waiting = Nadie debe un voucher
invoices-empty-paid = Aún no se ha pagado nada
invoices-empty-review = Nada por revisar
invoices-empty-unsent = Todo está enviado
invoices-empty-voided = Ninguna nota se ha anulado
invoices-empty-hint = Las ventas aparecen aquí en cuanto se cobran.
filter-all = Todas
filter-waiting = En espera
filter-paid = Pagadas
filter-review = Por revisar
filter-unsent = Por enviar
filter-voided = Anuladas
column-folio = Folio
column-customer = Cliente
column-method = Método
column-total = Importe
column-standing = Estado
column-time = Hora
standing-open = Abierta
standing-waiting = En espera
standing-unsent = Por enviar
standing-checking = En verificación
standing-paid = Pagada
standing-voided = Anulada
standing-failed = Sin pagar
standing-over = Pagada de más
standing-late = Pago tardío
standing-partial = Pagada en parte
standing-mismatch = No coincide
standing-disputed = En disputa
detail-title = Nota de venta
detail-empty = Ninguna nota elegida
detail-empty-hint = Elige una en la lista con ↑ y ↓.
detail-due = Falta
detail-credit-note = Nota de crédito
detail-lines = Artículos
detail-open-voucher = Ver voucher
timeline-title = Qué ha pasado
timeline-invoice-issued = Nota emitida
timeline-charge-requested = Voucher pedido · { $detail } { $amount }
timeline-voucher-issued = Voucher emitido { $detail }
timeline-charge-pending = Consulta al proveedor: en espera
timeline-charge-paid = Pago recibido · { $amount } { $detail }
timeline-charge-declined = Pago rechazado { $detail }
timeline-charge-expired = Voucher vencido
timeline-charge-cancelled = Voucher cancelado
timeline-cash-received = Efectivo recibido · { $amount }
timeline-payment-received = Pago recibido · { $amount } { $detail }
timeline-invoice-voided = Nota anulada · { $detail }
timeline-document-printed = Impreso { $detail }
timeline-case-opened = Alguien debe revisar · { $detail }
void-title = Anular la nota { $folio }
void-explain = La nota se queda en los libros con una nota de crédito en contra. Sus vouchers se cancelan y se siguen vigilando.
void-reason = Motivo
void-reason-hint = Se conserva con la nota de crédito.
void-do = Anular con nota de crédito
void-done = Nota anulada

## Screen: settings.

settings-company = Empresa
settings-accounts = Cuentas de cobro
settings-look = Idioma y aspecto
settings-secrets = Claves
settings-about = Acerca de
company-hint = Lo que los clientes leen en notas y vouchers.
company-name = Nombre
company-rfc = RFC
company-rfc-hint = 12 o 13 caracteres, como en la constancia fiscal.
company-rfc-doubtful = El último carácter no cuadra. Compáralo con la constancia fiscal; se guardó como lo escribiste.
company-address = Dirección
company-email = Correo
company-phone = Teléfono
company-zone = Zona horaria
company-zone-hint = Como America/Mexico_City; da las horas en pantalla y papel.
accounts-hint = Quién cobra los vouchers y transferencias de la tienda.
accounts-empty = Aún no hay cuentas de cobro
accounts-empty-hint = Agrega la que tienes con tu proveedor. El efectivo no necesita ninguna.
account-new = Cuenta nueva
account-edit = Editar
account-training = Cuenta de práctica
account-inactive = Apagada
account-no-secrets = Faltan las claves
account-provider = Proveedor
account-name = Nombre
account-name-hint = Solo para ti, como «PayU, sucursal centro».
field-merchant-id = ID de comercio
field-account-id = ID de cuenta
field-api-login = API login
field-api-key = API key
account-secret-kept = Guardada. Déjala vacía si no cambia.
field-payments-url = Dirección de pagos
field-reports-url = Dirección de consultas
account-payer-name = Nombre de quien paga, público en general
account-payer-hint = El proveedor pide nombre y correo; estos van en los vouchers sin cliente.
account-payer-email = Correo de quien paga, público en general
account-active = En uso
account-active-hint = Se ofrece al cobrar.
account-is-test = Cuenta de prueba
account-is-test-hint = Permite las direcciones de prueba del proveedor en un libro real.
account-test = Probar la conexión
account-testing = Probando…
account-works = Conectado en { $ms } ms. Ofrece:
account-method-off = { $name }: sin activar
account-method-unknown = { $name }: Cobro no lo usa
look-language = Idioma
look-theme = Tema
look-text-size = Tamaño del texto
look-percent = { $size } %
secrets-hint = Las claves de las cuentas de cobro nunca están en el libro, en un respaldo ni en pantalla.
secrets-keyring = Guardadas en el llavero de esta computadora
secrets-keyring-explain = Se abren con tu sesión. No hay nada que hacer.
secrets-vault-open = La bóveda está abierta
secrets-vault-open-explain = Se cierra junto con Cobro.
secrets-vault-locked = La bóveda está cerrada
secrets-vault-locked-explain = El efectivo funciona. Los vouchers esperan hasta que la abras.
secrets-vault-new = Aún no hay bóveda
secrets-vault-new-explain = Esta computadora no tiene llavero. Elige una frase de paso; sin ella las claves no se pueden leer, y nadie la puede recuperar.
secrets-passphrase = Frase de paso
secrets-choose = Elige una frase de paso
secrets-unlock = Abrir
secrets-create = Crear la bóveda
about-version = Versión
about-shop = Tienda
about-till = Caja
about-mode = Libro
about-licence = Licencia
about-licence-text = Apache 2.0; la tipografía Inter, bajo la SIL Open Font License.

## Screen: errors. What happened; `.kept` what was kept; `.todo` what to do.

error-amount-malformed = «{ $text }» no es un importe.
    .todo = Escribe cifras como 123.50.
error-amount-too-many-decimals = «{ $text }» tiene más decimales que la moneda.
    .todo = Escríbelo con dos decimales a lo más.
error-amount-too-large = Ese importe es demasiado grande.
    .todo = Revisa las cifras.
error-amount-below-minimum = { $method } acepta desde { $minimum }.
    .todo = Usa otro método.
error-amount-above-maximum = { $method } acepta hasta { $maximum }.
    .todo = Usa otro método.
error-quantity-malformed = «{ $text }» no es una cantidad.
    .todo = Escribe un número mayor que cero, como 3 o 0.250.
error-discount-out-of-range = El descuento es mayor que el precio.
    .todo = Escribe hasta 100 %, o un importe hasta el precio.
error-name-empty = Esto no puede quedar vacío.
    .todo = Escribe algo y prueba otra vez.
error-name-too-long = El texto tiene { $length } caracteres; caben { $max }.
    .todo = Acórtalo y prueba otra vez.
error-rfc-malformed = Eso no es un RFC.
    .todo = Tiene 12 caracteres si es empresa y 13 si es persona, sin espacios.
error-rfc-date = La fecha del RFC, { $digits }, no existe.
    .todo = Compáralo con la constancia fiscal.
error-email-malformed = «{ $text }» no es un correo.
    .todo = Revísalo, como nombre@ejemplo.com.
error-ticket-empty = El ticket está vacío.
    .todo = Agrega algo primero.
error-ticket-too-long = El ticket ya tiene { $max } líneas.
    .kept = El ticket quedó como estaba.
    .todo = Cóbralo y sigue en otro.
error-cash-too-little = Faltan { $missing }.
    .kept = El ticket sigue abierto.
    .todo = Escribe lo que te dio el cliente.
error-not-found = Eso ya no existe.
    .kept = No se cambió nada.
    .todo = Búscalo otra vez.
error-invoice-not-voidable = Esta nota no se puede anular: { $state }.
    .kept = La nota quedó como estaba.
    .todo = El dinero que entró debe devolverse primero.
error-overpays-invoice = Otro voucher por { $live } todavía se puede pagar.
    .kept = No se emitió nada.
    .todo = Si el cliente pudiera pagar los dos, espera o cancela aquél. Para seguir, confirma.
error-contact-needed = Un voucher en cola necesita a dónde llegar.
    .kept = El ticket sigue abierto.
    .todo = Pide al cliente un correo o un teléfono.
error-payer-needed = El proveedor pide nombre y correo de quien paga.
    .kept = El ticket sigue abierto.
    .todo = Llena los de público en general en Ajustes, Cuentas de cobro.
error-check-too-soon = Al proveedor se le puede preguntar desde { $time }.
    .todo = Cobro pregunta solo; puedes seguir vendiendo.
error-account-missing = Ninguna cuenta de cobro puede hacer esto.
    .kept = El ticket sigue abierto.
    .todo = Agrega una en Ajustes, o cobra en efectivo.
error-credentials-refused = El proveedor rechazó las claves: «{ $text }».
    .kept = No se cobró nada.
    .todo = Compara la cuenta de cobro en Ajustes con el panel del proveedor.
error-provider-unreachable = No se puede llegar al proveedor.
    .kept = Lo que hiciste se conserva.
    .todo = Revisa el internet. El efectivo funciona y los vouchers pueden quedar en cola.
error-provider-answer-unreadable = La respuesta del proveedor no se entiende: «{ $excerpt }».
    .kept = La nota se conserva y se está verificando.
    .todo = No lo repitas; espera la verificación o llama al proveedor.
error-provider-refused = El proveedor no lo aceptó: «{ $text }».
    .kept = La nota se conserva y se sigue debiendo.
    .todo = Cóbrala de otra manera.
error-provider-clock = El reloj de esta computadora está desviado { $minutes } minutos.
    .kept = No se envió nada.
    .todo = Corrige la hora y prueba otra vez.
error-address-not-allowed = La dirección { $address } no se permite aquí.
    .kept = La cuenta no se guardó.
    .todo = Usa la dirección https del proveedor, o márcala como cuenta de prueba.
error-vault-locked = La bóveda de claves está cerrada.
    .kept = El efectivo funciona.
    .todo = Ábrela en Ajustes, Claves.
error-vault-passphrase-wrong = Esa no es la frase de paso.
    .todo = Prueba otra vez; las mayúsculas cuentan.
error-ledger-in-use = El libro está abierto en otra ventana: { $by }.
    .kept = No se cambió nada.
    .todo = Cierra aquélla y abre Cobro otra vez.
error-ledger-newer = Este libro es de un Cobro más nuevo (versión { $found }; este conoce { $known }).
    .kept = El libro no se tocó.
    .todo = Instala el Cobro más nuevo.
error-ledger-damaged = El libro no cuadra: { $detail }.
    .kept = El archivo no se tocó.
    .todo = No sigas vendiendo. Restaura el último respaldo.
error-quantity-out-of-range = La cantidad debe ser mayor que cero y de un millón a lo más.
    .kept = El ticket quedó como estaba.
    .todo = Escribe otra cantidad.
error-zone-unknown = La zona horaria { $zone } no existe.
    .kept = No se guardó.
    .todo = Escribe una como America/Mexico_City.
error-not-offered = Esa cuenta de cobro no tiene este método.
    .kept = El ticket sigue abierto.
    .todo = Elige otro método, o activa la cuenta en Ajustes.
error-invoice-not-owed = De esta nota ya no se debe nada: { $state }.
    .kept = No se cobró nada.
    .todo = Mira su historia en Notas.
error-account-fixed = La cuenta de práctica no se cambia.
    .kept = Quedó como estaba.
    .todo = Abre los libros de tu tienda para usar una cuenta propia.
error-field-missing = Falta llenar { $field }.
    .kept = La cuenta no se guardó.
    .todo = Cópialo del panel del proveedor.
error-field-no-address = { $field } no es una dirección.
    .kept = La cuenta no se guardó.
    .todo = Escribe una dirección que empiece con https.
error-vault-passphrase-too-short = La frase de paso necesita { $least } caracteres o más.
    .todo = Tres palabras que recuerdes bastan.
error-secrets-damaged = La bóveda de claves está dañada.
    .kept = El archivo no se tocó y el efectivo funciona.
    .todo = Recupérala de un respaldo, o muévela y escribe las claves otra vez.
error-secrets-unavailable = El llavero del sistema no responde: { $reason }.
    .kept = El efectivo funciona.
    .todo = Abre tu sesión del sistema y prueba otra vez.
error-training-only = Eso solo existe en práctica.
    .kept = No se cambió nada.
    .todo = Abre la tienda de práctica.
error-ledger-read-only = La carpeta del libro no deja escribir.
    .kept = Lo confirmado se conserva; esto no.
    .todo = Revisa los permisos de la carpeta y el disco.
error-disk-full = El disco está lleno.
    .kept = Lo confirmado se conserva; esto no.
    .todo = Libera espacio y prueba otra vez.
error-paper-failed = No se pudo imprimir: { $detail }.
    .kept = La venta se conserva.
    .todo = Revisa la impresora e imprime otra vez desde Notas.
error-internal = Algo falló en Cobro: { $detail }.
    .kept = Lo confirmado se conserva.
    .todo = Prueba otra vez. Si se repite, reinicia Cobro.
