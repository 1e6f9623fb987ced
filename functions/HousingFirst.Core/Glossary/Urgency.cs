namespace HousingFirst.Core.Glossary;

/// <summary>How soon people must hear of a change.</summary>
public enum Urgency
{
    /// <summary>Record only: nobody is sent anything.</summary>
    U0,

    /// <summary>In the next digest.</summary>
    U1,

    /// <summary>Between 07:00 and 21:00 of any day in the community's zone, else at 07:00.</summary>
    U2,

    /// <summary>Now, with an acknowledgement.</summary>
    U3,

    /// <summary>Phone first.</summary>
    U4,
}
