from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

# Exempt so that the switch on every page needs no cookie before it is used. Being made to read a page in the other
# language is the worst that another site could do with it; where it leads next is checked by Django's own view.
set_language = csrf_exempt(require_POST(django_set_language))
