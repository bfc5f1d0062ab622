"""Names of clients, Russian and Ukrainian, with the endings that their gender asks for."""

from random import Random

UK_MEN = "Тарас Андрій Олександр Іван Микола Василь Юрій Роман Максим Ярослав Остап Назар Віталій Євген Артем Денис".split()
UK_WOMEN = "Оксана Ірина Наталія Софія Вікторія Марія Юлія Катерина Людмила Соломія Дарина Ганна Тетяна Христина".split()
UK_LAST = (
    "Шевченко Бондаренко Ткаченко Кравченко Олійник Лисенко Марченко Руденко Мороз Клименко Павленко Савченко Гриценко "
    "Їжакевич Дячук Романюк Панченко Кузьменко Левченко Гнатюк Мазур Яремчук Литвин Ковальчук Поліщук"
).split()
RU_MEN = "Алексей Дмитрий Сергей Андрей Михаил Павел Илья Кирилл Никита Артём Олег Виктор Георгий Константин".split()
RU_WOMEN = (
    "Анна Екатерина Мария Ольга Светлана Татьяна Юлия Дарья Ксения Алина Полина Вера Людмила Надежда".split()
)
RU_LAST = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Егоров "
    "Козлов Степанов Орлов Андреев Макаров Никитин Захаров Зайцев Борисов Королёв Герасимов Сорокин"
).split()
COMPANIES = (
    "ТОВ «Північ», Nova Dental, Кофейня Moloko, Студия «Берег», Agro Плюс, Школа танцев «Ритм», Ательє «Нитка», ФОП Гриценко, "
    "Готель «Затишок», Барбершоп Bro, Клиника «Здоровье», Пекарня «Хліб і сіль», IT-кооператив «Обрій», Агенція «Ключі», "
    "Дитячий центр «Їжачок», Ресторан «Причал», Архбюро «Лінія», ОСББ «Сонячне», Логістик Груп, Фитнес-клуб «Пульс»"
).split(", ")
CITIES = "Київ Львів Одеса Харків Дніпро Вінниця Полтава Чернівці Запоріжжя Житомир Бровари Ірпінь".split()
_LATIN = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя",
        "a b v h g d e ie e zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia".split(),
        strict=True,
    )
)


def person(random: Random) -> str:
    """A full name, first name first."""
    if random.random() < 0.55:
        first = random.choice(UK_MEN if random.random() < 0.5 else UK_WOMEN)
        return f"{first} {random.choice(UK_LAST)}"
    if random.random() < 0.5:
        return f"{random.choice(RU_MEN)} {random.choice(RU_LAST)}"
    return f"{random.choice(RU_WOMEN)} {random.choice(RU_LAST)}а"


def latin(text: str) -> str:
    """Letters for an e-mail address or a nickname."""
    letters = (_LATIN.get(letter, letter) for letter in text.lower())
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter == "."))
