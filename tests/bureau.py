"""LibreOffice Writer as a person drives it: changes accepted or refused, fields computed again, the text saved."""

import subprocess
from pathlib import Path

from outils import tool
from serveur import HANGS


def texts(folder: Path, jobs: list[tuple[Path, str]]) -> list[list[str]]:
    """The paragraphs of each document, once all is accepted (`Accept`), refused (`Reject`), or left (`""`)."""
    command = [tool("soffice"), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--norestore"]
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=HANGS)
    # Its first start writes the modules of a profile: only then can one be replaced.
    macro = folder / "profil" / "user" / "basic" / "Standard" / "Module1.xba"
    macro.write_text(_MACRO, encoding="utf-8")
    targets = [folder / f"bureau{number}.txt" for number in range(len(jobs))]
    listed = folder / "bureau.liste"
    rows = (f"{source}|{target}|{what}\n" for (source, what), target in zip(jobs, targets, strict=True))
    listed.write_text("".join(rows), encoding="utf-8")
    run = [*command, f'macro:///Standard.Module1.ResolveAll("{listed}")']
    subprocess.run(run, check=True, capture_output=True, timeout=HANGS)
    return [[line for line in target.read_text("utf-8-sig").splitlines() if line.strip()] for target in targets]


_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub ResolveAll(listed As String)
  On Error Goto Done
  file = FreeFile
  Open listed For Input As #file
  Do While Not EOF(file)
    Line Input #file, row
    fields = Split(row, "|")
    Resolve(fields(0), fields(1), fields(2))
  Loop
  Close #file
Done:
  StarDesktop.terminate()
End Sub

Sub Resolve(source, target, what)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  act = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  If Len(what) Then
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    frame = act.CurrentController.Frame
    dispatcher.executeDispatch(frame, ".uno:" &amp; what &amp; "AllTrackedChanges", "", 0, Array())
  End If
  act.TextFields.refresh()
  Dim filter(1) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "Text (encoded)"
  filter(1).Name = "FilterOptions"
  filter(1).Value = "UTF8,LF"
  act.storeToURL(ConvertToURL(target), filter())
  act.close(True)
End Sub
</script:module>
"""
