from pages.models.home import HomePage
from pages.models.information import InformationPage
from pages.models.staff_note import StaffNote
from pages.models.support import SupportLine

__all__ = ["HomePage", "InformationPage", "StaffNote", "SupportLine"]
