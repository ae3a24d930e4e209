### One catalogue for screen, paper and mail.

## Paper: vouchers, receipts and credit notes. `method-*` is shared with the screen.

method-cash = Готівка
method-card = Картка
method-transfer = Банківський переказ
method-oxxo = OXXO
method-seven-eleven = 7-Eleven
method-others-cash-mx = Аптеки та магазини
method-bank-referenced = Платіж у банку
method-spei = SPEI
method-link = Посилання на оплату
method-qr = QR-код

# On screen and paper.
till-label = Каса { $number }
tax-rate = { $code } { $percent } %
tax-exempt = { $code } звільнено

paper-kind-oxxo = оплата готівкою
paper-kind-seven-eleven = оплата готівкою
paper-kind-others-cash-mx = оплата готівкою
paper-kind-bank-referenced = відділення, банкомат або застосунок банку
paper-kind-spei = банківський переказ
paper-kind-other = платіжний талон

paper-amount-exact = Точна сума
paper-pay-before = Сплатити до
paper-how-to-pay = Як сплатити
paper-sale-note = Товарний чек
paper-reference = Код платежу
paper-customer = Покупець
paper-concept = За що
paper-bank = Банк
paper-bank-receiving = Банк отримувача
paper-any-bank = вашого банку
paper-clabe = CLABE
paper-scan = Скануйте, щоб мати ці дані в телефоні
paper-contact = Питання? { $contact }
paper-not-fiscal = Нефіскальний документ
paper-training = НАВЧАННЯ · НЕ ДІЙСНЕ
paper-cancelled-title = Скасовано: не сплачуйте
paper-cancelled-note = Цей талон ще можна оплатити до кінця його строку. Якщо його оплатять, { $shop } отримає гроші й зарахує їх на ваш рахунок.

# One step a line, in the order the payer takes them.
paper-steps-oxxo =
    Скажіть на касі, що це оплата послуги (pago de servicio), і покажіть цей код.
    Сплатіть готівкою точну суму; магазин може взяти комісію.
    Збережіть чек. { $shop } побачить оплату наступного робочого дня.
paper-steps-seven-eleven =
    Скажіть на касі 7-Eleven, що це оплата послуги (pago de servicio), і покажіть цей код.
    Сплатіть готівкою точну суму; магазин може взяти комісію.
    Збережіть чек. { $shop } побачить оплату за кілька хвилин.
paper-steps-others-cash-mx =
    Завітайте до Farmacias del Ahorro, Farmacias Benavides або іншого магазину мережі.
    Скажіть на касі, що це оплата послуги (pago de servicio), і покажіть цей код.
    Сплатіть готівкою точну суму; магазин може взяти комісію.
    Збережіть чек. { $shop } побачить оплату за кілька хвилин.
paper-steps-bank-referenced =
    Зверніться до відділення чи банкомата { $bank } або відкрийте застосунок і оберіть оплату послуг.
    Назвіть повністю число під штрихкодом або дайте його зчитати і сплатіть точну суму.
    Збережіть квитанцію. { $shop } побачить оплату наступного робочого дня.
paper-steps-spei =
    У застосунку чи на сайті свого банку оберіть переказ до іншого банку (SPEI).
    Перепишіть CLABE, код платежу та суму без змін: інакше платіж не розпізнають.
    Збережіть квитанцію. { $shop } побачить оплату за кілька хвилин.
paper-steps-other =
    Покажіть цей талон там, де платите.
    Сплатіть точну суму до кінця строку.
    Збережіть квитанцію: це ваш доказ оплати для { $shop }.

paper-credit-note = Кредитна нота
paper-corrects = Виправляє чек
paper-reason = Причина
paper-cashier = Вас обслуговує { $name }
paper-quantity = К-сть
paper-item = Товар
paper-price = Ціна
paper-line-total = Сума
paper-subtotal = Разом без податків
paper-discount = Знижка
paper-total = Усього
paper-total-credited = Повернено
paper-change = Решта
paper-thanks = Дякуємо за покупку!
paper-page = Сторінка { $page } з { $pages }

paper-date-long = { $weekday }, { $day } { $month }
paper-date-time = { $date }, { $time }
paper-date-short = { $day } { $month } { $year }
paper-weekday-1 = понеділок
paper-weekday-2 = вівторок
paper-weekday-3 = середа
paper-weekday-4 = четвер
paper-weekday-5 = пʼятниця
paper-weekday-6 = субота
paper-weekday-7 = неділя
paper-month-1 = січня
paper-month-2 = лютого
paper-month-3 = березня
paper-month-4 = квітня
paper-month-5 = травня
paper-month-6 = червня
paper-month-7 = липня
paper-month-8 = серпня
paper-month-9 = вересня
paper-month-10 = жовтня
paper-month-11 = листопада
paper-month-12 = грудня
paper-month-short-1 = січ.
paper-month-short-2 = лют.
paper-month-short-3 = бер.
paper-month-short-4 = квіт.
paper-month-short-5 = трав.
paper-month-short-6 = черв.
paper-month-short-7 = лип.
paper-month-short-8 = серп.
paper-month-short-9 = вер.
paper-month-short-10 = жовт.
paper-month-short-11 = лист.
paper-month-short-12 = груд.
paper-zone-mexico-centre = за часом центральної Мексики
paper-zone-mexico-pacific = за тихоокеанським часом Мексики
paper-zone-mexico-northwest = за часом північного заходу Мексики
paper-zone-mexico-southeast = за часом південного сходу Мексики
paper-zone-argentina = за часом Аргентини
paper-zone-kyiv = за київським часом
paper-zone-offset = місцевий час (UTC{ $offset })

## Screen: words used everywhere.

ok = Готово
back = Назад
save = Зберегти
saved = Збережено
close = Закрити
printed = Надруковано
void = Анулювати
walk-in = Роздрібний покупець
user-owner = Власник
user-till = Каса
user-provider = Провайдер
training = НАВЧАННЯ
training-note = тут немає справжніх грошей
keypad = Клавіатура
keypad-erase = Стерти останню цифру
toasts = Сповіщення
duration-days = { $days } д { $hours } год
duration-hours = { $hours } год { $minutes } хв
duration-minutes = { $minutes } хв { $seconds } с
print-letter = Друк
print-roll = На стрічці
print-receipt = Надрукувати чек
check-now = Перевірити
check-allowed = Перевірити можна з { $time }
collect-again = Прийняти ще раз
language-es-MX = Español (México)
language-en-US = English
language-uk-UA = Українська
theme-light = Світла
theme-dark = Темна
theme-system = Як у системі

## Screen: frame.

frame-tabs = Екрани
tab-sell = Продаж
tab-invoices = Чеки
tab-settings = Налаштування
line-online = На зв’язку
line-offline = Немає зв’язку
line-idle = Ще не було запитів
line-locked = Заблоковано
status-unsent = Не надіслано: { $count }
status-waiting = Очікує: { $count }
status-review = Переглянути: { $count }
toast-paid = { $folio } сплачено · { $amount }
toast-open = Відкрити
mode-training = Навчання
mode-training-explain = Окремий журнал із вигаданим провайдером. Ніщо звідси не потрапляє на справжній рахунок і ніколи не стане справжнім журналом.
mode-real = Справжній
mode-real-explain = Облік магазину. Кожен рядок зберігається і зчеплений із попереднім.

## Screen: first run.

first-title = Почніть продавати одним кліком
first-lead = Відкрийте навчальний магазин: кав’ярня з товарами, вигаданий провайдер і жодного рахунку для налаштування.
first-cash = Приймайте готівку й бачте решту
first-voucher = Видавайте талони OXXO, 7-Eleven, банку та SPEI і бачте, як їх сплачують
first-wifi-off = Працює без інтернету; ніщо не залишає цей комп’ютер
first-open = Відкрити навчальний магазин
first-note = Справжній магазин можна налаштувати пізніше. Навчальне залишається навчальним.
first-real = Відкрити власний магазин
about-open-real = Відкрити справжній магазин
about-open-training = Відкрити навчальний магазин

## Screen: keys.

keys-title = Клавіші
keys-hint = Клацніть клавішу, тоді натисніть ту, що вам зручніша.
keys-reset = Повернути всі
keys-press = Натисніть клавішу
keys-taken = Ця клавіша зайнята або недоступна
keys-change = { $name }, клавіша { $key }. Змінити
keys-quick = 1–9 дають швидкі суми; цифровий блок друкує.
keys-sell = Під час продажу
keys-charge = Під час оплати
keys-waiting = Очікування платежу
keys-invoices = Чеки
keys-global = Усюди
key-go-sell = Продаж
key-go-invoices = Чеки
key-go-settings = Налаштування
key-help = Клавіші
key-search = Пошук
key-customer = Покупець
key-hold = Відкласти
key-quantity = Кількість
key-discount = Знижка
key-ticket-discount = Знижка на весь кошик
key-voucher = Талон · QR
key-charge = Оплата
key-free-amount = Довільна сума
key-line-up = Рядок вище
key-line-down = Рядок нижче
key-remove-line = Прибрати рядок
key-undo = Скасувати дію
key-sell-enter = Додати; порожньо: оплата
key-sell-back = Очистити пошук
key-finish = Завершити
key-finish-print = Завершити й надрукувати
key-finish-no-paper = Завершити без паперу
key-method-cash = Готівка
key-method-oxxo = OXXO
key-method-seven-eleven = 7-Eleven
key-method-others-cash-mx = Аптеки та магазини
key-method-bank-referenced = Банківський код платежу
key-method-spei = SPEI
key-first-voucher = Перший талон, далі наступний
key-charge-back = Назад до кошика
key-print-letter = Друк
key-print-roll = Друк на стрічці
key-check-now = Перевірити
key-collect-again = Прийняти ще раз
key-cancel-voucher = Скасувати
key-leave = Залишити
key-leave-back = Залишити
key-find-invoice = Знайти
key-invoice-up = Вгору
key-invoice-down = Вниз
key-invoice-page-up = Сторінка вгору
key-invoice-page-down = Сторінка вниз
key-invoice-open = Відкрити
key-invoice-print = Друк
key-invoice-check = Перевірити
key-invoice-collect = Прийняти
key-invoices-back = Очистити пошук

## Screen: sell.

sell-search = Скануйте або шукайте товар
sell-results = Результати
sell-categories = Категорії
sell-favourites = Обране
sell-free-amount = Довільна сума
sell-open-price = Сума під час продажу
sell-add-amount = Додати цю суму окремим рядком
sell-no-products = У цій категорії ще нічого немає
sell-no-products-hint = Виберіть іншу категорію або введіть суму й натисніть Enter.
sell-nothing-found = Нічого не знайдено: «{ $text }»
sell-nothing-found-hint = Спробуйте частину назви або введіть суму, як-от 123,50.
sell-ticket = Кошик
sell-clear = Очистити
sell-cleared = Кошик очищено
sell-undo = Повернути
sell-empty = Кошик порожній
sell-empty-hint = Скануйте товар, виберіть його ліворуч або введіть суму.
sell-empty-notice = Ще немає за що брати оплату
sell-recall = Повернути ({ $count })
sell-held = Кошик відкладено
sell-held-hint = F4 на порожньому кошику поверне його.
sell-none-held = Відкладених кошиків немає
sell-none-held-hint = F4 на кошику з рядками відкладає його.
sell-no-line = Немає рядка, який можна змінити
sell-each = по { $price }
sell-line-discount = знижка { $discount }
sell-discount = Знижка
sell-subtotal = Без податку
sell-total = Усього
action-quantity = Кількість
action-discount = Знижка
action-remove = Прибрати
action-hold = Відкласти
action-charge = Оплата
scan-unknown = Невідомий код { $code }
scan-unknown-hint = Кошик не змінився. Знайдіть товар за назвою.
scan-in-sheet = Скан не додано
scan-in-sheet-hint = Спершу завершіть або поверніться, тоді скануйте ще раз.
held-title = Відкладені кошики
held-lines = { $count ->
    [one] { $count } рядок
    [few] { $count } рядки
   *[other] { $count } рядків
}
ask-quantity = Кількість
ask-quantity-hint = Ціла або дробова: 3 чи 0,250.
ask-discount = Знижка на рядок
ask-discount-hint = Частка, як-от 10 %, або сума, як-от 15,00. Порожньо — без знижки.
ask-discount-none = Без знижки
ask-ticket-discount = Знижка на кошик
ask-ticket-discount-hint = Частка, як-от 10 %, або сума, як-от 15,00. Порожньо — без знижки.
ask-customer = Покупець
ask-customer-hint = Ім’я буде в чеку й талоні. Порожньо — роздрібний покупець.
ask-hold = Відкласти цей кошик
ask-hold-hint = Назва, щоб його знайти, або нічого.
ask-amount = { $name }
ask-amount-hint = Сума з податком.

## Screen: charge.

charge-title = Оплата
charge-due = До сплати
charge-methods = Способи
charge-received = Отримано
charge-change = Решта
charge-not-enough = Це менше, ніж потрібно
charge-no-paper = Без паперу
charge-finish-print = Оплатити й надрукувати
charge-issue = Видати талон
charge-queue = Поставити талон у чергу
charge-even-so = Однаково продовжити
charge-not-issued = Ще не видано
charge-queued-explain = Зв’язку немає. Талон { $method } піде сам, щойно зв’язок повернеться, на цю пошту або телефон. До того покупцеві нічим платити.
charge-email = Пошта покупця
charge-phone = Телефон покупця
charge-hint-cash = касова скринька
charge-hint-oxxo = штрихкод, підтвердження наступного дня
charge-hint-seven-eleven = штрихкод, підтвердження одразу
charge-hint-others-cash-mx = штрихкод, аптеки та магазини
charge-hint-bank-referenced = відділення, банкомат або застосунок
charge-hint-spei = CLABE і QR, хвилини
charge-hint-days = { $words } · { $days ->
    [one] { $days }{ "\u00A0" }день
    [few] { $days }{ "\u00A0" }дні
   *[other] { $days }{ "\u00A0" }днів
}
charge-expires-in = Талон можна сплатити протягом { $days ->
    [one] { $days } дня.
   *[other] { $days } днів.
}
charge-explain-oxxo = Покупець показує штрихкод у будь-якому OXXO і платить готівкою. OXXO підтверджує наступного робочого дня.
charge-explain-seven-eleven = Покупець показує штрихкод у будь-якому 7-Eleven і платить готівкою. Підтвердження приходить за кілька хвилин.
charge-explain-others-cash-mx = Покупець показує штрихкод в аптеці чи магазині-партнері й платить готівкою.
charge-explain-bank-referenced = Покупець платить за кодом у відділенні, банкоматі або застосунку банку.
charge-explain-spei = Покупець переказує на CLABE або сканує QR у застосунку банку. Зазвичай це хвилини.
charge-explain-other = Покупець платить за талоном, який видає провайдер.
charge-voucher-next = Enter випише чек і покаже талон; продавайте далі, доки його сплачують.
done-title = Продаж завершено
done-change = Решта
done-no-change = Без решти
done-invoice = Чек
done-next = Наступний продаж
done-hint = Будь-яка клавіша або скан починає наступний продаж.

## Screen: waiting for a payment. `stage-*` are the states of a charge.

waiting-title = Чек { $folio }
waiting-steps = Як просувається оплата
waiting-barcode = Штрихкод { $digits }
waiting-qr = QR-код із даними переказу
waiting-reference = Код платежу
waiting-clabe = CLABE
waiting-bank = Банк
waiting-expires = Діє до
waiting-expired = Минув
waiting-left = ще { $left }
waiting-next-check = наступна перевірка { $time }
waiting-received = Отримано
waiting-leave = Залишити
waiting-cancel = Скасувати талон
waiting-provider-says = Провайдер каже: «{ $text }»
waiting-send-after-all = Надіслати зараз
waiting-asks-explain = Цей талон чекає понад добу. Запитайте, чи він ще потрібен покупцеві, тоді надішліть або скасуйте.
step-issued = Видано
step-not-issued = Ще не видано
step-customer = Чекаємо на покупця
step-paid = Сплачено
step-confirms-oxxo = OXXO підтвердить наступного дня
step-confirms-seven-eleven = підтвердження за кілька хвилин
step-confirms-others-cash-mx = підтвердження за кілька хвилин
step-confirms-bank-referenced = банк підтвердить наступного дня
step-confirms-spei = зазвичай хвилини
stage-queued = Ще не видано
stage-queued-explain = Талон не надіслано: немає зв’язку. Він піде сам, щойно зв’язок повернеться, і надійде на пошту чи телефон покупця. Продавайте далі.
stage-sending = Запит до провайдера
stage-sending-explain = Запит у дорозі. Це кілька секунд.
stage-unknown = Перевіряється
stage-unknown-explain = Відповідь провайдера не надійшла, тож ніхто ще не може сказати, чи існує талон. Cobro шукає його за кодом. Покупцеві поки нічим платити: залиште це або прийміть оплату ще раз.
stage-issued = Очікує сплати
stage-authorized = Утримано
stage-authorized-explain = Гроші утримано, але ще не списано.
stage-paid = Сплачено
stage-declined = Відхилено
stage-declined-explain = Платіж відхилено, гроші не рухалися. Чек досі не сплачено: прийміть оплату цим чи іншим способом.
stage-expired = Минув
stage-expired-explain = Час на сплату минув. Cobro й далі стежить, чи не надійде пізній платіж. Чек досі не сплачено.
stage-cancelled = Скасовано
stage-cancelled-explain = Талон скасовано тут, але магазин ще може прийняти за ним гроші, доки він не мине. Тоді це з’явиться в цьому чеку.
stage-refused = Не прийнято
stage-refused-explain = Провайдер не видав талона. Чек збережено, він досі не сплачений: прийміть оплату інакше.
stage-voided = Відпущено
stage-lapsed = Утримання минуло
stage-lapsed-explain = Утримання минуло раніше, ніж гроші списали. Чек досі не сплачено.
stage-disputed = Спір
stage-disputed-explain = Платник оскаржує цей платіж. Дайте відповідь провайдеру вчасно.
stage-reversed = Повернуто
stage-reversed-explain = Гроші забрано назад. Чек знову не сплачено.
flag-partial = Сплачено частково
flag-over = Переплата
flag-late = Пізня оплата
flag-mismatch = Не збігається
flag-marked = Позначено вручну
flag-disputed = Спір
flag-partial-explain = Надійшло менше, ніж просили. Решту ще винні.
flag-over-explain = Надійшло більше, ніж просили. Надлишок лишається на користь покупця.
flag-late-explain = Гроші надійшли, коли талон уже закінчився. Вони враховані; перевірте, чи не заплачено двічі.
flag-mismatch-explain = Дані провайдера не збігаються із запитом. Нічого не втрачено; має глянути людина.
flag-marked-explain = Позначено сплаченим вручну, провайдер ще не підтвердив.
flag-disputed-explain = Платник оскаржує цей платіж.
cancel-title = Скасувати цей талон?
cancel-explain = Його скасовано лише тут: магазин ще може прийняти за ним гроші, доки він не мине. Cobro стежитиме. Чек лишається відкритим.
cancel-keep = Лишити
cancel-do = Скасувати талон
customer-title = Зіграйте покупця
customer-hint = Лише в навчанні: те, що діється в магазині.
customer-pay = Сплатити
customer-underpay = Сплатити менше
customer-overpay = Сплатити більше
customer-decline = Відхилити
customer-hour = За годину
customer-day = Наступного дня

## Screen: invoices. `standing-*` are the words of the list, `timeline-*` the facts of an invoice.

invoices-today = сьогодні · { $count } · { $total }
invoices-search = Номер або покупець
invoices-filters = Фільтри
invoices-none-found = Жоден чек не підходить
invoices-none-found-hint = Спробуйте кінець номера або частину імені покупця.
invoices-empty-all = Чеків ще немає
invoices-empty-waiting = Ніхто не винен за талоном
invoices-empty-paid = Ще нічого не сплачено
invoices-empty-review = Нема чого переглядати
invoices-empty-unsent = Усе надіслано
invoices-empty-voided = Жодного чека не анульовано
invoices-empty-hint = Продажі з’являються тут одразу після оплати.
filter-all = Усі
filter-waiting = Очікують
filter-paid = Сплачені
filter-review = Переглянути
filter-unsent = Не надіслані
filter-voided = Анульовані
column-folio = Номер
column-customer = Покупець
column-method = Спосіб
column-total = Сума
column-standing = Стан
column-time = Час
standing-open = Відкритий
standing-waiting = Очікує
standing-unsent = Не надіслано
standing-checking = Перевіряється
standing-paid = Сплачено
standing-voided = Анульовано
standing-failed = Не сплачено
standing-over = Переплата
standing-late = Пізня оплата
standing-partial = Частково
standing-mismatch = Не збігається
standing-disputed = Спір
detail-title = Чек
detail-empty = Чек не вибрано
detail-empty-hint = Виберіть його у списку клавішами ↑ і ↓.
detail-due = Залишок
detail-credit-note = Кредит-нота
detail-lines = Товари
detail-open-voucher = Показати талон
timeline-title = Що сталося
timeline-invoice-issued = Чек виписано
timeline-charge-requested = Запит на талон · { $detail } { $amount }
timeline-voucher-issued = Талон видано { $detail }
timeline-charge-pending = Запит до провайдера: ще очікує
timeline-charge-paid = Провайдер повідомив про сплату
timeline-charge-declined = Платіж відхилено { $detail }
timeline-charge-expired = Талон минув
timeline-charge-cancelled = Талон скасовано
timeline-cash-received = Готівку отримано · { $amount }
timeline-payment-received = Платіж отримано · { $amount }
timeline-invoice-voided = Чек анульовано · { $detail }
timeline-document-printed = Надруковано { $detail }
timeline-case-opened = Має глянути людина · { $detail }
timeline-charge-authorized = Гроші утримано
timeline-charge-voided = Утримання знято
timeline-charge-lapsed = Утримання минуло
timeline-charge-disputed = Платіж оскаржено { $detail }
timeline-charge-reversed = Платіж повернуто { $detail }
timeline-charge-refused = Провайдер не прийняв: { $detail }
timeline-charge-unrecognised = Відповідь, якої Cobro не знає: { $detail }
timeline-detail-voucher = талон
timeline-detail-receipt = чек
timeline-detail-credit-note = кредит-нота
timeline-detail-late = пізня оплата
timeline-detail-mismatch = сума не збігається
timeline-detail-double-payment = сплачено двічі
timeline-detail-contradiction = повідомлення суперечать одне одному
timeline-detail-disputed = оскаржений платіж
void-title = Анулювати чек { $folio }
void-explain = Чек лишається в обліку разом із кредит-нотою. Його талони скасовуються, але за ними й далі стежать.
void-reason = Причина
void-reason-hint = Зберігається разом із кредит-нотою.
void-do = Анулювати з кредит-нотою
void-done = Чек анульовано

## Screen: settings.

settings-company = Компанія
settings-accounts = Торгові рахунки
settings-look = Мова й вигляд
settings-secrets = Ключі
settings-about = Про програму
company-hint = Те, що покупці читають у чеках і талонах.
company-name = Назва
company-rfc = RFC
company-rfc-hint = 12 або 13 знаків, як у податковому свідоцтві.
company-rfc-doubtful = Останній знак не сходиться. Порівняйте з податковим свідоцтвом; збережено так, як введено.
company-address = Адреса
company-email = Пошта
company-phone = Телефон
company-zone = Часовий пояс
company-zone-hint = Як-от America/Mexico_City; за ним час на екрані й папері.
accounts-hint = Хто приймає талони та перекази для магазину.
accounts-empty = Торгових рахунків ще немає
accounts-empty-hint = Додайте той, що маєте у провайдера. Готівка працює і без нього.
account-new = Новий рахунок
account-edit = Змінити
account-training = Навчальний рахунок
account-inactive = Вимкнено
account-no-secrets = Бракує ключів
account-provider = Провайдер
account-name = Назва
account-name-hint = Лише для вас, як-от «PayU, головна крамниця».
field-merchant-id = ID продавця
field-account-id = ID рахунку
field-api-login = API login
field-api-key = API key
account-secret-kept = Збережено. Лишіть порожнім, якщо не змінюється.
field-payments-url = Адреса платежів
field-reports-url = Адреса запитів
account-payer-name = Ім’я платника для роздрібних
account-payer-hint = Провайдер просить ім’я та пошту; ці йдуть у талони без покупця.
account-payer-email = Пошта платника для роздрібних
account-active = У роботі
account-active-hint = Пропонується під час оплати.
account-is-test = Тестовий рахунок
account-is-test-hint = Дозволяє тестові адреси провайдера у справжньому журналі.
account-test = Перевірити зв’язок
account-testing = Перевіряємо…
account-works = З’єднано за { $ms } мс. Пропонує:
account-method-off = { $name }: не активовано
account-method-unknown = { $name }: Cobro цього не вживає
look-language = Мова
look-theme = Тема
look-text-size = Розмір тексту
look-percent = { $size } %
secrets-hint = Ключів торгових рахунків ніколи немає в журналі, у резервній копії чи на екрані.
secrets-keyring = Зберігаються у сховищі ключів цього комп’ютера
secrets-keyring-explain = Відкриваються разом із вашим сеансом. Робити нічого не треба.
secrets-vault-open = Сейф відкрито
secrets-vault-open-explain = Він закриється разом із Cobro.
secrets-vault-locked = Сейф зачинено
secrets-vault-locked-explain = Готівка працює. Талони чекають, доки ви його відкриєте.
secrets-vault-new = Сейфа ще немає
secrets-vault-new-explain = Цей комп’ютер не має сховища ключів. Виберіть парольну фразу; без неї ключів не прочитати, і ніхто її не відновить.
secrets-passphrase = Парольна фраза
secrets-choose = Виберіть парольну фразу
secrets-unlock = Відкрити
secrets-create = Створити сейф
about-version = Версія
about-shop = Магазин
about-till = Каса
about-mode = Журнал
about-licence = Ліцензія
about-licence-text = Apache 2.0; шрифт Inter — за SIL Open Font License.

## Screen: errors. What happened; `.kept` what was kept; `.todo` what to do.

error-amount-malformed = «{ $text }» — не сума.
    .todo = Введіть цифри, як-от 123,50.
error-amount-too-many-decimals = У «{ $text }» більше знаків після коми, ніж має валюта.
    .todo = Введіть щонайбільше два.
error-amount-too-large = Ця сума завелика.
    .todo = Перевірте цифри.
error-amount-below-minimum = { $method } приймає від { $minimum }.
    .todo = Виберіть інший спосіб.
error-amount-above-maximum = { $method } приймає до { $maximum }.
    .todo = Виберіть інший спосіб.
error-quantity-malformed = «{ $text }» — не кількість.
    .todo = Введіть число, більше за нуль, як-от 3 чи 0,250.
error-discount-out-of-range = Знижка більша за ціну.
    .todo = Введіть до 100 % або суму не більшу за ціну.
error-name-empty = Це не може бути порожнім.
    .todo = Введіть щось і спробуйте ще раз.
error-name-too-long = У тексті { $length } знаків; вміщується { $max }.
    .todo = Скоротіть і спробуйте ще раз.
error-rfc-malformed = Це не RFC.
    .todo = Він має 12 знаків для компанії та 13 для особи, без пробілів.
error-rfc-date = Дати в RFC, { $digits }, не існує.
    .todo = Порівняйте з податковим свідоцтвом.
error-email-malformed = «{ $text }» — не адреса пошти.
    .todo = Перевірте її, як-от name@example.com.
error-ticket-empty = Кошик порожній.
    .todo = Спершу додайте щось.
error-ticket-too-long = У кошику вже { $max } рядків.
    .kept = Кошик лишився таким, як був.
    .todo = Прийміть оплату й продовжуйте в новому.
error-cash-too-little = Бракує { $missing }.
    .kept = Кошик ще відкритий.
    .todo = Введіть, скільки дав покупець.
error-not-found = Цього вже немає.
    .kept = Нічого не змінено.
    .todo = Знайдіть ще раз.
error-invoice-not-voidable = Цей чек не можна анулювати: { $state }.
    .kept = Чек лишився таким, як був.
    .todo = Гроші, що надійшли, спершу треба повернути.
error-overpays-invoice = Інший талон на { $live } ще можна сплатити.
    .kept = Нічого не видано.
    .todo = Якщо покупець міг би сплатити обидва, зачекайте або скасуйте той. Щоб продовжити, підтвердьте.
error-contact-needed = Талонові в черзі треба кудись надійти.
    .kept = Кошик ще відкритий.
    .todo = Запитайте в покупця пошту або телефон.
error-payer-needed = Провайдер просить ім’я та пошту платника.
    .kept = Кошик ще відкритий.
    .todo = Заповніть їх у Налаштуваннях, Торгові рахунки.
error-check-too-soon = Провайдера можна запитати з { $time }.
    .todo = Cobro питає сам; продавайте далі.
error-account-missing = Жоден торговий рахунок цього не може.
    .kept = Кошик ще відкритий.
    .todo = Додайте рахунок у Налаштуваннях або прийміть готівку.
error-credentials-refused = Провайдер відхилив ключі: «{ $text }».
    .kept = Нічого не списано.
    .todo = Порівняйте торговий рахунок у Налаштуваннях із кабінетом провайдера.
error-provider-unreachable = До провайдера не достукатися.
    .kept = Зроблене збережено.
    .todo = Перевірте інтернет. Готівка працює, а талони можуть стати в чергу.
error-provider-answer-unreadable = Відповідь провайдера незрозуміла: «{ $excerpt }».
    .kept = Чек збережено, він перевіряється.
    .todo = Не повторюйте; зачекайте на перевірку або зателефонуйте провайдеру.
error-provider-refused = Провайдер цього не прийняв: «{ $text }».
    .kept = Чек збережено, він досі не сплачений.
    .todo = Прийміть оплату інакше.
error-provider-clock = Годинник цього комп’ютера схибив на { $minutes } хв.
    .kept = Нічого не надіслано.
    .todo = Виправте час і спробуйте ще раз.
error-address-not-allowed = Адреса { $address } тут не дозволена.
    .kept = Рахунок не збережено.
    .todo = Вкажіть https-адресу провайдера або позначте рахунок тестовим.
error-vault-locked = Сейф із ключами зачинено.
    .kept = Готівка працює.
    .todo = Відкрийте його в Налаштуваннях, Ключі.
error-vault-passphrase-wrong = Це не та парольна фраза.
    .todo = Спробуйте ще раз; великі літери мають значення.
error-ledger-in-use = Журнал відкрито в іншому вікні: { $by }.
    .kept = Нічого не змінено.
    .todo = Закрийте те вікно й відкрийте Cobro знову.
error-ledger-newer = Цей журнал від новішого Cobro (версія { $found }; цей знає { $known }).
    .kept = Журналу не торкалися.
    .todo = Встановіть новіший Cobro.
error-ledger-damaged = Журнал не сходиться: { $detail }.
    .kept = Файлу не торкалися.
    .todo = Не продавайте далі. Відновіть останню резервну копію.
error-quantity-out-of-range = Кількість має бути більшою за нуль і не більшою за мільйон.
    .kept = Чек лишився, як був.
    .todo = Введіть іншу кількість.
error-zone-unknown = Часового поясу { $zone } не існує.
    .kept = Не збережено.
    .todo = Введіть, як-от America/Mexico_City.
error-not-offered = Цей рахунок не має такого способу оплати.
    .kept = Чек ще відкритий.
    .todo = Виберіть інший спосіб або ввімкніть рахунок у налаштуваннях.
error-invoice-not-owed = За цією накладною вже нічого не винні: { $state }.
    .kept = Нічого не стягнуто.
    .todo = Перегляньте її історію в накладних.
error-account-fixed = Навчальний рахунок не змінюється.
    .kept = Він лишився, як був.
    .todo = Відкрийте книги свого магазину, щоб мати власний рахунок.
error-account-paused = Рахунок призупинено: провайдер відхилив його ключі.
    .kept = Ваучери в черзі чекають; готівка працює.
    .todo = Виправте ключі в налаштуваннях і перевірте звʼязок.
error-field-missing = Поле { $field } порожнє.
    .kept = Рахунок не збережено.
    .todo = Скопіюйте з кабінету провайдера.
error-field-no-address = { $field } — не адреса.
    .kept = Рахунок не збережено.
    .todo = Введіть адресу, що починається з https.
error-vault-passphrase-too-short = Парольна фраза має містити щонайменше { $least } символів.
    .todo = Вистачить трьох слів, які ви запамʼятаєте.
error-secrets-damaged = Сховище ключів пошкоджене.
    .kept = Файл не змінено, готівка працює.
    .todo = Відновіть його з копії або перемістіть і введіть ключі знову.
error-secrets-unavailable = Звʼязка ключів системи не відповідає: { $reason }.
    .kept = Готівка працює.
    .todo = Увійдіть у систему й спробуйте ще раз.
error-training-only = Це існує лише в навчанні.
    .kept = Нічого не змінено.
    .todo = Відкрийте навчальний магазин.
error-ledger-read-only = У папку з книгами не можна писати.
    .kept = Підтверджене збережено; це — ні.
    .todo = Перевірте права на папку й диск.
error-disk-full = Диск заповнений.
    .kept = Підтверджене збережено; це — ні.
    .todo = Звільніть місце й спробуйте ще раз.
error-paper-failed = Не вдалося надрукувати: { $detail }.
    .kept = Продаж збережено.
    .todo = Перевірте принтер і надрукуйте ще раз із Чеків.
error-internal = У Cobro щось зламалося: { $detail }.
    .kept = Підтверджене збережено.
    .todo = Спробуйте ще раз. Якщо повториться, перезапустіть Cobro.
