"""A small OneRoster bundle: a teacher, a student, and two who are neither."""

from __future__ import annotations

from backend.cli.oneroster import NOT_READ, TABLES

FILES = {
    "manifest": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n"
    + "".join(f"file.{name},bulk\n" for name in TABLES)
    + "".join(f"file.{name},absent\n" for name in NOT_READ),
    "orgs": "sourcedId,status,dateLastModified,name,type\no1,,,University,school\n",
    "users": "sourcedId,enabledUser,username,givenName,familyName,email,grades,shoeSize\n"
    "u1,true,turing,Alan,Turing,t@x.org,,44\n"
    "u2,true,lilei,雷,李,l@x.org,13,41\n"
    "u3,false,gone,Gone,Away,g@x.org,,\n"
    "u4,true,mum,A,Parent,m@x.org,,\n",
    "roles": "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
    "r1,u1,primary,teacher,o1\nr2,u2,primary,student,o1\nr3,u2,secondary,teacher,o1\n"
    "r4,u3,primary,student,o1\nr5,u4,primary,parent,o1\n",
    "academicSessions": "sourcedId,title,type,startDate,endDate,schoolYear\n"
    "F24,Fall 2024,term,2024-09-01,2024-12-20,2025\n",
    "courses": "sourcedId,title,courseCode,orgSourcedId\nc1,Computability,CS-101,o1\n",
    "classes": "sourcedId,title,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,metadata.credits,metadata.capacity,metadata.meetings\n"
    "k1,Computability A,c1,101,scheduled,Hall 1,o1,F24,3,30,"
    '"MR 10:00-11:50 weeks 1,2 (LEC) @Hall 2; T 14:00-15:00"\n',
    "enrollments": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
    "e1,k1,o1,u1,teacher\ne2,k1,o1,u2,student\n",
}
