### One catalogue for screen, paper and mail.

## Paper: vouchers, receipts and credit notes. `method-*` is shared with the screen.

method-cash = Готівка
method-card = Картка
method-transfer = Банківський переказ
method-oxxo = OXXO
method-seven-eleven = 7-Eleven
method-others-cash-mx = Аптеки та магазини
method-bank-referenced = Банківський код платежу
method-spei = SPEI
method-link = Посилання на оплату
method-qr = QR-код

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
    Назвіть повний код платежу або дайте зчитати штрихкод і сплатіть точну суму.
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
paper-total = До сплати
paper-total-credited = Повернено
paper-change = Решта
paper-thanks = Дякуємо за покупку!
paper-page = Сторінка { $page } з { $pages }

paper-date-long = { $weekday }, { $day } { $month } { $year }
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
