"""Who wrote what, and when. Texts of known clients name no goods: whoever is cast for them has an order of his own.

A moment is "3d 10:24", three working days ago by the company's clock, or "26m", so many minutes ago.
"""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["telegram", "messenger"]
# in: a text; photo, voice: with a file; block: he blocks the bot. out: the manager's; public, private: two ways to answer a comment.
Deed = Literal["in", "photo", "voice", "comment", "form", "block", "out", "public", "private"]
Line = tuple[str, Deed, str]

BEGINS = "15d 08:30"
POSTS = {
    "kitchen": "Кухня «Осінь»: фасади МДФ, стільниця з дуба. Від заміру до монтажу — 25 робочих днів.",
    "hall": "Прихожая до и после. Замер бесплатный, рисуем проект за два дня.",
}


@dataclass(frozen=True)
class Dialog:
    """One conversation. `manager`: whose client is cast for it; None: somebody new writes, called `name`.

    A stranger called "{first}" is a client of old: he has a client's first name, and gives the client's "{phone}".
    """

    channel: Channel
    language: Literal["ru", "uk", "en"]
    lines: tuple[Line, ...]
    manager: str | None = None
    name: str = ""
    post: str = "kitchen"


DIALOGS: tuple[Dialog, ...] = (
    Dialog("telegram", "ru", manager="anna", lines=(
        ("5d 10:12", "in", "Добрый день! Замер на четверг в силе?"),
        ("5d 10:25", "out", "Здравствуйте! Да, мастер приедет с 14 до 15 и позвонит за час."),
        ("5d 10:31", "in", "Отлично, спасибо"),
        ("3d 16:05", "out", "Мастер передал размеры. Расчёт пришлю завтра до обеда."),
        ("2d 11:48", "out", "Расчёт готов: вариант с МДФ и вариант с массивом, разница около 18 %. Оба отправила на почту."),
        ("26m", "in", "Посмотрели, склоняемся к МДФ. А можно в рассрочку на шесть месяцев?"),
    )),
    Dialog("telegram", "uk", manager="anna", lines=(
        ("4d 12:40", "photo", "Хотіли б такий колір. Розміри — 3,2 на 2,6"),
        ("4d 13:05", "out", "Дякую! Колір є в палітрі. У кутку вентканал, врахую його в проєкті."),
        ("1d 15:20", "in", "Чи є вже ескіз?"),
        ("1d 15:52", "out", "Так, надсилаю сьогодні до вечора на пошту."),
        ("1d 18:47", "in", "Отримали, дякуємо! Чи можна на 10 см нижче?"),
    )),
    Dialog("telegram", "ru", manager="anna", lines=(
        ("8d 13:40", "in", "Добрый день! Когда ждать доставку?"),
        ("8d 14:02", "out", "Здравствуйте! В пятницу с 10 до 13. Подойдёт?"),
        ("8d 14:20", "in", "Лучше после обеда, если можно"),
        ("8d 14:33", "out", "Перенесла на 15:00, подъём на этаж включён."),
        ("6d 18:15", "in", "Привезли, всё целое. Сборщики молодцы!"),
        ("5d 09:40", "out", "Рады, что понравилось! Гарантийный талон лежит в верхнем ящике."),
    )),
    Dialog("telegram", "uk", manager="bohdan", lines=(
        ("3d 11:10", "in", "Добрий день. Передоплату можна карткою?"),
        ("3d 11:24", "out", "Вітаю! Так, карткою або на рахунок. Рахунок надсилаю на пошту."),
        ("3d 12:02", "in", "Сплатили, 40 %"),
        ("3d 12:15", "out", "Бачу, дякую! Замовлення у виробництві, орієнтовно 25 робочих днів."),
        ("95m", "in", "Підкажіть, будь ласка, чи можна ще змінити ручки?"),
    )),
    Dialog("telegram", "ru", manager="bohdan", lines=(
        ("10d 16:20", "in", "Здравствуйте, пришлите, пожалуйста, адрес шоурума"),
        ("10d 16:26", "out", "Здравствуйте! Киев, ул. Резервная, 12, работаем до 19:00."),
        ("9d 12:10", "in", "Были сегодня, понравился светлый дуб"),
        ("9d 12:31", "out", "Отлично, считаю в светлом дубе. Ответ — завтра."),
        ("7d 10:05", "out", "Расчёт в приложении к письму. Позвоню в среду?"),
        ("7d 13:44", "in", "Да, после 16:00"),
        ("7d 14:02", "out", "Договорились 👍"),
    )),
    Dialog("telegram", "uk", manager="olena", lines=(
        ("2d 13:15", "in", "Доброго дня! Майстер вже виїхав?"),
        ("2d 13:22", "out", "Так, буде за 40 хвилин."),
        ("2d 17:30", "in", "Усе зробили, дуже акуратно"),
        ("2d 17:41", "out", "Дякую! Надішліть, будь ласка, фото — додамо до портфоліо з вашої згоди."),
        ("1d 20:05", "photo", "Ось, тримайте"),
    )),
    Dialog("messenger", "uk", manager="olena", lines=(
        ("6d 12:05", "in", "Вітаю! Чи лишилися фасади в оливковому?"),
        ("6d 12:19", "out", "Вітаю! Так, є у двох відтінках. Надіслати фото?"),
        ("6d 12:24", "in", "Так, будь ласка"),
        ("6d 12:40", "out", "Надіслала на пошту. Зразки можна взяти додому на кілька днів."),
        ("48m", "voice", ""),
    )),
    Dialog("telegram", "uk", manager="dmytro", lines=(
        ("7d 15:10", "in", "Скільки ще чекати на прорахунок?"),
        ("7d 16:45", "out", "Перепрошую за затримку, надсилаю сьогодні."),
        ("6d 10:30", "in", "Дорого. Подумаємо"),
        ("6d 11:05", "out", "Розумію. Пошукаю варіант з іншою фурнітурою і напишу."),
        ("2d 09:00", "block", ""),
        ("1d 11:20", "out", "Добрий день! Знайшовся варіант на 12 % дешевший. Надіслати?"),
    )),
    Dialog("telegram", "ru", manager="dmytro", lines=(
        ("4d 10:50", "in", "Добрый день, счёт на оплату будет сегодня?"),
        ("4d 12:35", "out", "Да, выставляю до 15:00."),
        ("1d 16:10", "in", "Бухгалтерия оплатила, проверьте, пожалуйста"),
    )),
    Dialog("telegram", "ru", manager="iryna", lines=(
        ("3d 13:30", "in", "Можно перенести сборку на следующую неделю?"),
        ("3d 13:52", "out", "Можно: вторник или четверг, с 9 до 12."),
        ("3d 14:10", "in", "Четверг"),
        ("3d 14:15", "out", "Записала на четверг."),
        ("205m", "in", "Извините, опять мы. А вторник ещё свободен?"),
    )),
    Dialog("messenger", "ru", manager="anna", lines=(
        ("5d 14:20", "comment", "А такую же на 2,8 метра можно?"),
        ("5d 14:41", "public", "Да, рисуем под ваш размер. Написала вам в личные."),
        ("5d 14:42", "private", "Здравствуйте! Пришлите, пожалуйста, размеры — посчитаю сегодня."),
        ("5d 15:30", "in", "2,8 на 2,4, высота обычная"),
        ("5d 16:05", "out", "Спасибо! В вашу сумму укладываемся, доставка и сборка входят."),
    ), post="hall"),
    # Strangers: each becomes a lead.
    Dialog("telegram", "ru", name="{first}", lines=(
        ("150m", "in", "Здравствуйте! Нужен шкаф в детскую, сколько примерно будет стоить?"),
        ("149m", "in", "Мы уже ваши клиенты, мой номер {phone}"),
    )),
    Dialog("messenger", "uk", name="Соломія Яремчук", lines=(
        ("130m", "form", "+380671420017"),
    )),
    Dialog("messenger", "uk", name="Назар Литвин", lines=(
        ("74m", "comment", "Скільки коштує така, якщо 3 метри?"),
    )),
    Dialog("telegram", "en", name="Emily Carter", lines=(
        ("58m", "in", "Hi! We are moving to Kyiv in January. How much is a wardrobe, about 2.4 m wide?"),
        ("57m", "in", "And do you deliver to Podil?"),
    )),
    Dialog("messenger", "ru", name="Полина Зайцева", lines=(
        ("41m", "in", "Здравствуйте! Сколько будет стоить прихожая, как на последнем фото, и какой срок?"),
    )),
    # What the rules leave to a person, and what they take for noise.
    Dialog("messenger", "uk", name="Тетяна Гнатюк", lines=(("1d 19:32", "comment", "А фасади не вигорають на сонці?"),)),
    Dialog("messenger", "ru", name="Кирилл Егоров", lines=(("1d 21:08", "comment", "Ждём свою кухню уже третью неделю, никто не отвечает!"),)),
    Dialog("messenger", "uk", name="Юлія Мазур", lines=(("220m", "comment", "А у Полтаві хтось замовляв? Як якість?"),), post="hall"),
    Dialog("messenger", "en", name="Oliver Grant", lines=(("35m", "comment", "Is it real oak or veneer?"),)),
    Dialog("messenger", "ru", name="Вера Лебедева", lines=(("2d 20:11", "comment", "Красота какая 😍"),), post="hall"),
    Dialog("messenger", "uk", name="Остап Дячук", lines=(("3d 18:40", "comment", "Гарно 👍"),)),
)  # fmt: skip
