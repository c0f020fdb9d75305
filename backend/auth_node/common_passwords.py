"""The most common passwords of eight characters and more, case folded."""

from __future__ import annotations

COMMON = frozenset(
    """
    12345678 123456789 1234567890 0123456789 987654321 9876543210 87654321 11223344 12341234
    123123123 147258369 123654789 741852963 159753456 13131313 12121212 1q2w3e4r 1q2w3e4r5t
    1qaz2wsx 1qaz2wsx3edc zaq12wsx zaq1zaq1 qazwsxedc qwer1234 qwerty12 qwerty123 qwerty1234
    qwerty123456 qwertyui qwertyuiop qwertyuiop123 asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123
    1234qwer 12345qwert q1w2e3r4 q1w2e3r4t5 a1b2c3d4 abcd1234 abc12345 abcdefgh abcdefg1 abcdefghi
    abc123456 aa123456 aa12345678 a1234567 a12345678 a123456789 password password1 password12
    password123 password1234 password! password1! passw0rd p@ssword p@ssw0rd p@55w0rd passwort
    passwort1 passwort123 motdepasse contraseña admin123 admin1234 admin12345 administrator
    administrator1 adminadmin root1234 letmein1 letmein123 welcome1 welcome12 welcome123 welcome!
    iloveyou iloveyou1 iloveyou2 ilovegod sunshine sunshine1 princess princess1 football football1
    baseball baseball1 basketball superman superman1 batman123 spiderman starwars startrek
    pokemon1 pokemon123 dragon123 monkey123 shadow123 master123 michael1 jennifer jessica1 jordan23
    charlie1 michelle computer computer1 internet internet1 samsung1 samsung123 whatever trustno1
    changeme changeme1 changeme123 default1 secret123 testtest test1234 test12345
    testing1 testing123 guest123 user1234 student1 student123 students teacher1 teacher123
    university course123 login123 hello123 hellohello freedom1 mustang1 corvette mercedes marlboro
    chelsea1 liverpool liverpool1 arsenal1 barcelona manchester blink182 metallica nirvana1
    slipknot softball swimming victoria elizabeth jonathan alexander qwerty11 zzzzzzzz1 lovelove
    loveyou1 babygirl
    babygirl1 butterfly chocolate cocacola midnight mountain november december september
    summer2024 winter2024 spring2024 autumn2024 summer2025 winter2025 spring2025 autumn2025
    summer2026 winter2026 spring2026 autumn2026 1g2w3e4r g_czechout 3rjs1la7qe 18atcskd2w
    """.split()  # noqa: SIM905 - a list of words is read more easily than one of strings
)
